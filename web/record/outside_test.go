package record

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"unwind/data"
)

// outside starts a NATS on a loopback port, as an operator runs one.
func outside(t *testing.T) string {
	t.Helper()
	n, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: t.TempDir(), SyncAlways: true, Username: "operator", Password: "secret",
	})
	if err != nil {
		t.Fatal(err)
	}
	n.Start()
	t.Cleanup(func() {
		n.Shutdown()
		n.WaitForShutdown()
	})
	if !n.ReadyForConnections(patience) {
		t.Fatal("NATS does not start")
	}
	return "nats://operator:secret@" + n.Addr().String()
}

func TestTwoRecordersOfOneNATSCountOnce(t *testing.T) {
	url := outside(t)
	at := func(o *Options) { o.URL = url }
	first, second := opened(t, "", at), opened(t, "", at)
	a, b := recording(t, first), recording(t, second)
	for i := range data.UnixMs(100) {
		a.Frame(liquidated(noon+i, "x", one(noon+i)))
		b.Frame(liquidated(noon+i, "x", one(noon+i)))
	}
	flushed(t, a)
	flushed(t, b)
	if got := stored(t, second, Liquidation); len(got) != 100 {
		t.Errorf("got %d liquidations, want 100", len(got))
	}
	if n := a.Stats().Duplicates + b.Stats().Duplicates; n != 100 {
		t.Errorf("got %d duplicates, want 100", n)
	}
	cut, err := first.Cut(t.Context(), Window{Symbol: "BTCUSDT", From: noon, To: noon + data.Minute})
	if err != nil || cut.Liquidations.Len() != 100 {
		t.Errorf("got %v, %v, want a tape with 100 liquidations", cut, err)
	}
}

func TestTheStreamOfAnotherNATSIsUsedAsItIs(t *testing.T) {
	url := outside(t)
	s := opened(t, "", func(o *Options) { o.URL, o.Age = url, time.Hour })
	again := opened(t, "", func(o *Options) { o.URL, o.Age = url, 2*time.Hour })
	info, err := again.open().stream.Info(t.Context())
	if err != nil || info.Config.MaxAge != time.Hour {
		t.Errorf("got %+v, %v, want the age that it was made with", info, err)
	}
	if err := s.Announce("http://127.0.0.1/"); err != nil {
		t.Errorf("a NATS of its own has no lock: %v", err)
	}
}

// One by one is how an older NATS, and a batch with a known event, are written.
func TestAStreamThatTakesNoBatchesIsWrittenOneByOne(t *testing.T) {
	url := outside(t)
	s := opened(t, "", func(o *Options) { o.URL = url })
	n := s.open()
	o := s.options.stream()
	o.AllowAtomicPublish = false
	if err := n.js.DeleteStream(t.Context(), streamName); err != nil {
		t.Fatal(err)
	}
	if _, err := n.js.CreateStream(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s = opened(t, "", func(o *Options) { o.URL = url })
	if s.open().batches {
		t.Fatal("the stream is said to take batches")
	}
	r := recording(t, s)
	for i := range data.UnixMs(50) {
		r.Frame(liquidated(noon+i, "x", one(noon+i)))
	}
	flushed(t, r)
	if got := stored(t, s, Liquidation); len(got) != 50 {
		t.Errorf("got %d liquidations, want 50", len(got))
	}
}

func TestANATSThatGoesAwayIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	start := func(port int) *server.Server {
		n, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true, JetStream: true, StoreDir: dir, SyncAlways: true})
		if err != nil {
			t.Fatal(err)
		}
		n.Start()
		if !n.ReadyForConnections(patience) {
			t.Fatal("NATS does not start")
		}
		return n
	}
	n := start(server.RANDOM_PORT)
	url, port := n.ClientURL(), n.Addr().(*net.TCPAddr).Port
	s := opened(t, "", func(o *Options) { o.URL = url })
	r := recording(t, s)
	r.Frame(liquidated(noon, "x", one(noon)))
	flushed(t, r)
	n.Shutdown()
	n.WaitForShutdown()
	r.Frame(liquidated(noon+1, "x", one(noon+1)))
	until(t, "the store refuses", func() bool { return r.Stats().Refusing })
	n = start(port)
	t.Cleanup(n.Shutdown)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := r.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	if got := stored(t, s, Liquidation); len(got) != 2 {
		t.Errorf("got %d liquidations, want 2", len(got))
	}
}
