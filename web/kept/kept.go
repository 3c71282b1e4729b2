// Package kept keeps what was asked for last, bounded by its bytes.
package kept

import (
	"container/list"
	"sync"
)

// Cache keeps values by name. It is safe for concurrent use.
type Cache[V any] struct {
	mu    sync.Mutex
	limit int // bytes
	bytes int
	order list.List // of *item[V], most recently used first
	byKey map[string]*list.Element
}

type item[V any] struct {
	key   string
	value V
	bytes int
}

// New returns a cache of at most limit bytes.
func New[V any](limit int) *Cache[V] {
	return &Cache[V]{limit: limit, byKey: map[string]*list.Element{}}
}

// Get returns the value of key and whether there is one.
func (c *Cache[V]) Get(key string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[key]
	if e == nil {
		var none V
		return none, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*item[V]).value, true
}

// Put keeps a value of so many bytes in place of what key had, letting go of
// what was not asked for longest. A value larger than the whole cache is not
// kept.
func (c *Cache[V]) Put(key string, v V, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.byKey[key]; e != nil {
		c.drop(e)
	}
	if bytes > c.limit {
		return
	}
	c.byKey[key] = c.order.PushFront(&item[V]{key, v, bytes})
	c.bytes += bytes
	for c.bytes > c.limit {
		c.drop(c.order.Back())
	}
}

// Len returns how many values are kept.
func (c *Cache[V]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.order.Len()
}

func (c *Cache[V]) drop(e *list.Element) {
	i := c.order.Remove(e).(*item[V])
	delete(c.byKey, i.key)
	c.bytes -= i.bytes
}
