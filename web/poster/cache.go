package poster

import (
	"container/list"
	"sync"
)

// cache keeps the pictures that were asked for last, bounded by their bytes.
// It is safe for concurrent use.
type cache struct {
	mu    sync.Mutex
	limit int // bytes
	bytes int
	order list.List // of *picture, most recently used first
	byKey map[string]*list.Element
}

// picture is one finished picture.
type picture struct {
	key string
	png []byte
}

func newCache(limit int) *cache {
	return &cache{limit: limit, byKey: map[string]*list.Element{}}
}

// get returns the picture of key, or nil.
func (c *cache) get(key string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[key]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*picture).png
}

// put keeps png, letting go of the pictures that were not asked for longest. A
// picture larger than the whole cache is not kept.
func (c *cache) put(key string, png []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey[key] != nil || len(png) > c.limit {
		return
	}
	c.byKey[key] = c.order.PushFront(&picture{key, png})
	c.bytes += len(png)
	for c.bytes > c.limit {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(e *list.Element) {
	p := c.order.Remove(e).(*picture)
	delete(c.byKey, p.key)
	c.bytes -= len(p.png)
}
