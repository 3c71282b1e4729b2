package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"time"
)

// archive is Binance's public archive, with the minutes of every day that is
// over and nothing else. It has no streams.
type archive struct{ of *venue }

func (*archive) hosts() []string { return []string{"data.binance.vision"} }

func (*archive) reply(string) []string                { return nil }
func (*archive) greet(*market, int64) []string        { return nil }
func (*archive) quote(*market, int64, int64) []string { return nil }
func (*archive) report([]forced) []string             { return nil }
func (*archive) worth(forced) float64                 { return 0 }

// answer returns a day of candles, packed, or the digest that belongs to it. On
// a day with "checksum" the digest is that of another file, on one with "bomb"
// the file unpacks to a gigabyte, and on one with "short" it was cut short
// before its digest was made.
func (a *archive) answer(r *http.Request, m *market, now int64) any {
	name, digest := strings.CutSuffix(path.Base(r.URL.Path), ".CHECKSUM")
	day, err := time.Parse("BTCUSDT-1m-2006-01-02.zip", name)
	if err != nil || day.UnixMilli()+24*hour > now || !strings.Contains(r.URL.Path, "/um/daily/klines/") {
		return nil
	}
	mood := a.of.today().Answers
	var file []byte
	if mood == "bomb" {
		file = packed(name, func(w io.Writer) { spaces(w) })
	} else {
		file = packed(name, func(w io.Writer) { writeDay(w, m, day.UnixMilli(), now) })
	}
	if mood == "short" {
		file = file[:len(file)/2]
	}
	if !digest {
		return file
	}
	if mood == "checksum" {
		file = append(file, 0)
	}
	sum := sha256.Sum256(file)
	return fmt.Appendf(nil, "%s  %s\n", hex.EncodeToString(sum[:]), name)
}

// writeDay writes the minutes of a day as CSV.
func writeDay(w io.Writer, m *market, from, now int64) {
	fmt.Fprintln(w, "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore")
	for _, c := range m.candles(from, from+24*hour, minute, now, 1440) {
		fmt.Fprintf(w, "%d,%s,%s,%s,%s,%s,%d,0,9,%[6]s,0,0\n", c.from, num(c.open), num(c.high), num(c.low), num(c.close), num(c.volume), c.from+c.step-1)
	}
}

// packed returns a ZIP archive with one file.
func packed(name string, write func(io.Writer)) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(strings.TrimSuffix(name, ".zip") + ".csv")
	if err == nil {
		write(w)
		err = z.Close()
	}
	if err != nil {
		panic("venues: " + err.Error())
	}
	return out.Bytes()
}
