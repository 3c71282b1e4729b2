package level

import (
	"testing"

	"unwind/data/heat"
)

func estimateTenDays(tb testing.TB) *heat.Field {
	f, err := Estimate(tenDaysInput(), Defaults())
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func BenchmarkEstimateTenDays(b *testing.B) {
	in := tenDaysInput()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Estimate(in, Defaults()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuantizer(b *testing.B) {
	f := estimateTenDays(b)
	for b.Loop() {
		heat.QuantizerOf(f)
	}
}

func BenchmarkPyramid(b *testing.B) {
	f := estimateTenDays(b)
	q := heat.QuantizerOf(f)
	b.ReportAllocs()
	for b.Loop() {
		heat.BuildPyramid(f, q)
	}
	b.ReportMetric(float64(f.Bins.N), "bins")
	b.ReportMetric(float64(len(f.Runs)), "runs")
}

// BenchmarkOneColumn is what a live event costs when a bar closes: the bar is
// estimated, and its column goes into every level of the picture.
func BenchmarkOneColumn(b *testing.B) {
	f := estimateTenDays(b)
	p := heat.BuildPyramid(f, heat.QuantizerOf(f))
	e := newTenDays(b)
	var live Live
	b.ReportAllocs()
	for b.Loop() {
		if !e.More() {
			b.StopTimer()
			e = newTenDays(b)
			b.StartTimer()
		}
		e.Step(1)
		e.Live(&live)
		p.SetColumn(max(e.column, 0), live.Long, live.Short, live.Unsure)
	}
}

// newTenDays returns an estimate of ten days of which half are done, so that
// the rest is what is shown.
func newTenDays(tb testing.TB) *Estimator {
	e, err := New(tenDaysInput(), Defaults())
	if err != nil {
		tb.Fatal(err)
	}
	e.Step(7200)
	return e
}

func BenchmarkTouches(b *testing.B) {
	f := estimateTenDays(b)
	for b.Loop() {
		f.Touches()
	}
}

func BenchmarkEmptyPyramid(b *testing.B) {
	f := estimateTenDays(b)
	q := heat.QuantizerOf(f)
	for b.Loop() {
		heat.NewPyramid(f, q)
	}
}

// BenchmarkEnding is what comes after the last bar: the runs are sorted.
func BenchmarkEnding(b *testing.B) {
	in := tenDaysInput()
	for b.Loop() {
		b.StopTimer()
		e, err := New(in, Defaults())
		if err != nil {
			b.Fatal(err)
		}
		for e.More() {
			e.step()
		}
		b.StartTimer()
		for !e.Step(96) {
		}
	}
}
