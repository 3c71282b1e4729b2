package level

import "testing"

func TestFieldOfTenDaysIsValid(t *testing.T) {
	f := estimateTenDays(t)
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if f.Columns.N != 7200 {
		t.Errorf("got %d columns, want 7200", f.Columns.N)
	}
}
