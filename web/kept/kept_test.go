package kept

import (
	"fmt"
	"testing"
)

func (c *Cache[V]) has(key string) bool {
	_, ok := c.Get(key)
	return ok
}

func TestTheCacheIsBoundedByBytes(t *testing.T) {
	c := New[int](100)
	for i := range 10 {
		c.Put(fmt.Sprint(i), i, 30)
	}
	if c.bytes > 100 || c.Len() != 3 || len(c.byKey) != 3 {
		t.Errorf("got %d values of %d bytes, want 3 of 90", c.Len(), c.bytes)
	}
	if got, ok := c.Get("9"); got != 9 || !ok || c.has("0") {
		t.Error("the oldest value stayed or the newest went")
	}
}

func TestAValueThatIsAskedForStays(t *testing.T) {
	c := New[int](100)
	for i := range 10 {
		c.Put(fmt.Sprint(i), i, 30)
		if !c.has("0") {
			t.Fatalf("value 0 went when %d came", i)
		}
	}
}

func TestAValueLargerThanTheCacheIsNotKept(t *testing.T) {
	c := New[int](100)
	c.Put("small", 1, 50)
	c.Put("large", 2, 101)
	if !c.has("small") || c.has("large") {
		t.Error("a value that cannot be kept pushed out one that can")
	}
}

func TestPuttingAValueAgainReplacesIt(t *testing.T) {
	c := New[int](100)
	c.Put("a", 1, 40)
	c.Put("a", 2, 50)
	if got, _ := c.Get("a"); got != 2 || c.bytes != 50 || c.Len() != 1 {
		t.Errorf("got %d and %d bytes, want 2 and 50", got, c.bytes)
	}
	c.Put("a", 3, 101)
	if c.has("a") || c.bytes != 0 {
		t.Error("a value that was replaced by one too large is still there")
	}
}
