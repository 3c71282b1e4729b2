package screens

// latest keeps the last value of each key, in the order in which the keys came.
type latest[K comparable, V any] struct {
	at   map[K]int
	rows []V
}

func newLatest[K comparable, V any]() latest[K, V] { return latest[K, V]{at: map[K]int{}} }

func (l *latest[K, V]) put(key K, v V) {
	if i, known := l.at[key]; known {
		l.rows[i] = v
		return
	}
	l.at[key] = len(l.rows)
	l.rows = append(l.rows, v)
}

// keep leaves out what does not fit.
func (l *latest[K, V]) keep(key func(*V) K, fits func(*V) bool) {
	kept := newLatest[K, V]()
	for i := range l.rows {
		if fits(&l.rows[i]) {
			kept.put(key(&l.rows[i]), l.rows[i])
		}
	}
	*l = kept
}
