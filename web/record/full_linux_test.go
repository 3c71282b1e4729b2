package record

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"unwind/data"
)

// TestAFullDiskIsAGapAndNoEnd records onto a disk of its own, fills it, and
// makes room again. The disk is a memory file system that only a child process
// sees, which takes the right to mount.
func TestAFullDiskIsAGapAndNoEnd(t *testing.T) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := syscall.Mount("none", dir, "tmpfs", 0, "size=48m"); err != nil {
			t.Skip(noMount, err)
		}
		fillAndEmpty(t, dir)
		return
	}
	cmd := child(t, t.Name(), t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	var out strings.Builder
	cmd.Stdout = &out
	err := cmd.Start()
	if errors.Is(err, syscall.EPERM) {
		t.Skip(noMount, err)
	}
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
	if strings.Contains(out.String(), noMount) {
		t.Skip(out.String())
	}
}

// noMount is what a child says that could not make its disk.
const noMount = "NOT RUN: a full disk needs the right to mount one:"

func fillAndEmpty(t *testing.T, dir string) {
	s := opened(t, filepath.Join(dir, "data"), func(o *Options) { o.Size = 256 << 20 })
	r := recording(t, s)
	r.backlog.mostEvents = 500
	at := noon
	feed := func(n int) {
		for range n {
			r.Frame(liquidated(at, raw, one(at)))
			at++
		}
	}
	feed(300)
	flushed(t, r)

	ballast := fill(t, filepath.Join(dir, "ballast"))
	feed(400) // waits
	until(t, "the store refuses", func() bool { feed(1); return r.Stats().Refusing })
	for r.Stats().Lost < 100 {
		feed(10) // never waits for the store
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	until(t, "the store takes events again", func() bool { return !r.Stats().Refusing && r.Stats().Backlog == 0 })
	feed(100)
	flushed(t, r)

	lost := int(r.Stats().Lost)
	if got, want := len(stored(t, s, Liquidation)), int(at-noon)-lost; got != want {
		t.Errorf("got %d liquidations, want %d: %d less the %d that were lost", got, want, at-noon, lost)
	}
	gaps := stored(t, s, Missing)
	if len(gaps) != 1 || gaps[0].Gap.Why != Refused || gaps[0].Gap.Events != lost || gaps[0].Gap.To-gaps[0].Gap.From < data.UnixMs(lost) {
		t.Errorf("got gaps %+v, want one of %d events", gaps, lost)
	}
}

// fill writes a file until the disk is full.
func fill(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 20, 1} {
		for err = nil; err == nil; {
			_, err = io.WriteString(f, strings.Repeat("x", size))
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return name
}
