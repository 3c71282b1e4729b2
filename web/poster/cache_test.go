package poster

import (
	"fmt"
	"testing"
)

func TestTheCacheIsBoundedByBytes(t *testing.T) {
	c := newCache(100)
	for i := range 10 {
		c.put(fmt.Sprint(i), make([]byte, 30))
	}
	if c.bytes > 100 || c.order.Len() != 3 || len(c.byKey) != 3 {
		t.Errorf("got %d pictures of %d bytes, want 3 of 90", c.order.Len(), c.bytes)
	}
	if c.get("9") == nil || c.get("0") != nil {
		t.Error("the oldest picture stayed or the newest went")
	}
}

func TestAPictureThatIsAskedForStays(t *testing.T) {
	c := newCache(100)
	for i := range 10 {
		c.put(fmt.Sprint(i), make([]byte, 30))
		if c.get("0") == nil {
			t.Fatalf("picture 0 went when %d came", i)
		}
	}
}

func TestAPictureLargerThanTheCacheIsNotKept(t *testing.T) {
	c := newCache(100)
	c.put("small", make([]byte, 50))
	c.put("large", make([]byte, 101))
	if c.get("small") == nil || c.get("large") != nil {
		t.Error("a picture that cannot be kept pushed out one that can")
	}
}

func TestPuttingAPictureTwiceCountsOnce(t *testing.T) {
	c := newCache(100)
	c.put("a", make([]byte, 40))
	c.put("a", make([]byte, 40))
	if c.bytes != 40 {
		t.Errorf("got %d bytes, want 40", c.bytes)
	}
}
