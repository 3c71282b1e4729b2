package heat

import (
	"fmt"
	"math"

	"unwind/data"
)

// Bounds of a field. Columns and bins are what one texture holds; the others
// only bound the work that a hostile tape can ask for.
const (
	MaxBins    = 2048
	MaxColumns = 8192
	MaxGroups  = 1024
	MaxScales  = 64
	MaxRuns    = 4_000_000
)

// Check returns the first fault of f with its place, or nil when every method
// of f and every pyramid of it is safe.
func (f *Field) Check() error {
	if err := f.CheckGrid(); err != nil {
		return err
	}
	return f.CheckRuns(0, len(f.Runs))
}

// CheckGrid is the part of [Field.Check] that comes before the runs.
func (f *Field) CheckGrid() error {
	if err := f.Bins.check(); err != nil {
		return fmt.Errorf("bins: %w", err)
	}
	if err := f.Columns.check(); err != nil {
		return fmt.Errorf("columns: %w", err)
	}
	if err := f.checkScales(); err != nil {
		return err
	}
	if err := f.checkGroups(); err != nil {
		return err
	}
	if len(f.Runs) > MaxRuns {
		return fmt.Errorf("%d runs, more than %d", len(f.Runs), MaxRuns)
	}
	return nil
}

func (b Bins) check() error {
	switch {
	case b.N < 1 || b.N > MaxBins:
		return fmt.Errorf("count %d is not 1 to %d", b.N, MaxBins)
	case !finitePositive(float64(b.Low)):
		return fmt.Errorf("low %v is not a finite positive price", b.Low)
	case !finitePositive(b.LogStep):
		return fmt.Errorf("log step %v is not finite and positive", b.LogStep)
	case !finitePositive(float64(b.Edge(b.N))):
		return fmt.Errorf("upper end %v is not a finite positive price", b.Edge(b.N))
	}
	return nil
}

func (c Columns) check() error {
	const farFuture = 1 << 50 // over 30,000 years in ms, and a small part of int64
	switch {
	case c.N < 1 || c.N > MaxColumns:
		return fmt.Errorf("count %d is not 1 to %d", c.N, MaxColumns)
	case c.Step < 1 || c.Step > farFuture/MaxColumns:
		return fmt.Errorf("step %d ms is out of range", c.Step)
	case c.From < -farFuture || c.From > farFuture:
		return fmt.Errorf("start %d ms is out of range", c.From)
	}
	return nil
}

func (f *Field) checkScales() error {
	if len(f.Scales) > MaxScales {
		return fmt.Errorf("%d scales, more than %d", len(f.Scales), MaxScales)
	}
	for k, scale := range f.Scales {
		if len(scale) != f.Columns.N {
			return fmt.Errorf("scale %d has %d values for %d columns", k, len(scale), f.Columns.N)
		}
		for c, v := range scale {
			if !(v >= 0 && v <= 1) {
				return fmt.Errorf("scale %d, column %d: %v is not 0 to 1", k, c, v)
			}
		}
	}
	return nil
}

func (f *Field) checkGroups() error {
	if len(f.Groups) > MaxGroups {
		return fmt.Errorf("%d groups, more than %d", len(f.Groups), MaxGroups)
	}
	for i, g := range f.Groups {
		switch {
		case g.Side != data.Long && g.Side != data.Short:
			return fmt.Errorf("group %d: side %v", i, g.Side)
		case !finitePositive(g.Leverage):
			return fmt.Errorf("group %d: leverage %v is not finite and positive", i, g.Leverage)
		case g.Scale < 0 || g.Scale >= len(f.Scales):
			return fmt.Errorf("group %d: scale %d of %d", i, g.Scale, len(f.Scales))
		case g.banded() && !(g.Low >= 0 && g.Low <= 1 && g.High >= 1 && !math.IsInf(g.High, 1)):
			return fmt.Errorf("group %d: band %v to %v does not hold 1", i, g.Low, g.High)
		case g.HalfLife < 0:
			return fmt.Errorf("group %d: half-life %d ms", i, g.HalfLife)
		}
	}
	return nil
}

// CheckRuns is the part of [Field.Check] that concerns the runs from one
// (inclusive) to another (exclusive), for a caller that may not block.
func (f *Field) CheckRuns(from, to int) error {
	for i := from; i < to; i++ {
		if err := f.checkRun(f.Runs[i]); err != nil {
			return fmt.Errorf("run %d: %w", i, err)
		}
		if i > 0 && CompareRuns(f.Runs[i-1], f.Runs[i]) > 0 {
			return fmt.Errorf("run %d is out of order: bin, start, group must ascend", i)
		}
	}
	return nil
}

func (f *Field) checkRun(r Run) error {
	switch {
	case int(r.Group) >= len(f.Groups):
		return fmt.Errorf("group %d of %d", r.Group, len(f.Groups))
	case int(r.Bin) >= f.Bins.N:
		return fmt.Errorf("bin %d of %d", r.Bin, f.Bins.N)
	case r.Start < 0 || int(r.Start) >= f.Columns.N:
		return fmt.Errorf("start %d of %d columns", r.Start, f.Columns.N)
	case r.Len < 1 || int(r.Len) > f.Columns.N-int(r.Start):
		return fmt.Errorf("length %d from column %d of %d", r.Len, r.Start, f.Columns.N)
	case !finitePositive(float64(r.USD)):
		return fmt.Errorf("notional %v is not finite and positive", r.USD)
	}
	return nil
}

// CompareRuns is the order of [Field.Runs]: by bin, then start, then group.
func CompareRuns(a, b Run) int {
	if d := int(a.Bin) - int(b.Bin); d != 0 {
		return d
	}
	if d := int(a.Start) - int(b.Start); d != 0 {
		return d
	}
	return int(a.Group) - int(b.Group)
}

func finitePositive(v float64) bool { return v > 0 && !math.IsInf(v, 1) }
