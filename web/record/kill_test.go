package record

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"unwind/data"
)

// childDir names the folder that a child process of a test works in.
const childDir = "UNWIND_RECORD_TEST_DIR"

// child returns a command that runs one test again, in a process of its own.
func child(t *testing.T, name, dir string, more ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+name+"$", "-test.v")
	cmd.Env = append(append(os.Environ(), childDir+"="+dir), more...)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestAcknowledgedEventsSurviveSIGKILL has a process record and say what was
// acknowledged, kills it at any moment, and looks for what it said.
func TestAcknowledgedEventsSurviveSIGKILL(t *testing.T) {
	if dir := os.Getenv(childDir); dir != "" {
		recordUntilKilled(t, dir)
		return
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	next := 0
	for round := range 4 {
		acknowledged := killed(t, dir, next, 1+random.IntN(12))
		got := map[data.UnixMs]int{}
		begin := time.Now()
		s := opened(t, dir)
		t.Logf("round %d: open again %v after a kill", round, time.Since(begin).Round(time.Millisecond))
		for _, e := range stored(t, s, Liquidation) {
			got[e.Liquidation.At-noon]++
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for i := range data.UnixMs(acknowledged) {
			if got[i] != 1 {
				t.Fatalf("round %d: event %d of %d acknowledged is stored %d times, want once", round, i, acknowledged, got[i])
			}
		}
		next = len(got) // those that were stored and not yet acknowledged count as well
	}
}

// killed starts a recorder at an event and kills it after it has said so many
// times what is acknowledged. It returns what it said last: all events below
// that number.
func killed(t *testing.T, dir string, next, lines int) int {
	t.Helper()
	cmd := child(t, t.Name(), dir, "UNWIND_RECORD_TEST_NEXT="+strconv.Itoa(next))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := next
	scan := bufio.NewScanner(out)
	read := func() bool {
		ok := scan.Scan()
		if n, err := strconv.Atoi(scan.Text()); ok && err == nil {
			acknowledged = n
		}
		return ok
	}
	for range lines {
		if !read() {
			t.Errorf("the process ended by itself")
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	for read() { // what it said before it was dead counts
	}
	cmd.Wait() // that it was killed is no news
	return acknowledged
}

func recordUntilKilled(t *testing.T, dir string) {
	s := opened(t, dir)
	r := recording(t, s)
	next, err := strconv.Atoi(os.Getenv("UNWIND_RECORD_TEST_NEXT"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(uint64(next), 3))
	for {
		for range 1 + random.IntN(400) {
			at := noon + data.UnixMs(next)
			r.Frame(liquidated(at, raw, one(at)))
			next++
		}
		flushed(t, r)
		if _, err := io.WriteString(os.Stdout, fmt.Sprintln(next)); err != nil {
			t.Fatal(err)
		}
	}
}
