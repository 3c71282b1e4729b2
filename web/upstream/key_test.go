package upstream

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAKeyShowsNowhere(t *testing.T) {
	const secret = "5ecret"
	held := struct {
		Key   Key
		All   map[string]Key
		own   Key
		inner struct{ own Key }
	}{Key: key(secret), All: map[string]Key{"coinglass": key(secret)}, own: key(secret)}
	held.inner.own = key(secret)
	var out bytes.Buffer
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, format, held)
		fmt.Fprintf(&out, format, held.Key)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("m", "key", held.Key, "all", held)
	}
	raw, err := json.Marshal(held)
	out.Write(raw)
	out.WriteString(fmt.Sprint(errors.New(fmt.Sprint(held.Key))))
	if err != nil || strings.Contains(out.String(), secret) || strings.Contains(out.String(), "356563726574") {
		t.Errorf("got %s, %v", &out, err)
	}
}

func TestKeysAreRead(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		raw  string
		want string
	}{
		"one line":        {"0123abcd\n", "0123abcd"},
		"another end":     {"0123abcd\r\n", "0123abcd"},
		"nothing":         {"\n", ""},
		"two lines":       {"one\ntwo\n", ""},
		"no ASCII":        {"ключ\n", ""},
		"too long":        {strings.Repeat("k", maxKey+1), ""},
		"longer by far":   {strings.Repeat("k", 1<<20), ""},
		"the longest":     {strings.Repeat("k", maxKey) + "\r\n", strings.Repeat("k", maxKey)},
		"a second header": {"k\r\nX-Other: 1", ""},
	} {
		file := filepath.Join(dir, "key")
		if err := os.WriteFile(file, []byte(c.raw), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadKey(file)
		if got.reveal() != c.want || got.Given() != (c.want != "") || (err == nil) != (c.want != "") {
			t.Errorf("%s: got %d bytes, %v", name, len(got.reveal()), err)
		}
		if err != nil && c.want == "" && len(c.raw) > 4 && strings.Contains(err.Error(), strings.TrimSpace(c.raw)) {
			t.Errorf("%s: the error shows it: %v", name, err)
		}
	}
	if _, err := ReadKey(filepath.Join(dir, "none")); !os.IsNotExist(err) {
		t.Errorf("got %v of a file that is not there", err)
	}
}
