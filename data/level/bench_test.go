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

func BenchmarkOneColumn(b *testing.B) {
	f := estimateTenDays(b)
	p := heat.BuildPyramid(f, heat.QuantizerOf(f))
	long, short, unsure := make([]float32, f.Bins.N), make([]float32, f.Bins.N), make([]bool, f.Bins.N)
	b.ReportAllocs()
	for b.Loop() {
		f.Sides(long, short, f.Columns.N-1)
		f.Unsure(unsure, f.Columns.N-1)
		p.SetColumn(f.Columns.N-1, long, short, unsure)
	}
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

// BenchmarkLastStep is what cannot be sliced: the runs are sorted.
func BenchmarkLastStep(b *testing.B) {
	in := tenDaysInput()
	for b.Loop() {
		b.StopTimer()
		e, err := New(in, Defaults())
		if err != nil {
			b.Fatal(err)
		}
		for e.more() {
			e.step()
		}
		b.StartTimer()
		e.Step(0)
	}
}
