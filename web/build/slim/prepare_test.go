package main

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestAFolderIsMadeOnceHoweverManyMakeIt(t *testing.T) {
	root := t.TempDir()
	target := filepath.Join(root, "made")
	begun := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			err := once(target, func(part string) error {
				begun <- struct{}{}
				return os.WriteFile(filepath.Join(part, "file"), []byte("whole"), 0o644)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(begun) == 0 {
		t.Error("nobody made it")
	}
	if got, err := os.ReadFile(filepath.Join(target, "file")); err != nil || string(got) != "whole" {
		t.Errorf("got %q and %v", got, err)
	}
	if left, _ := os.ReadDir(root); len(left) != 1 {
		t.Errorf("%d entries are left, want the folder alone", len(left))
	}
	err := once(target, func(string) error { return errors.New("made again") })
	if err != nil {
		t.Error(err)
	}
}

func TestWhatFailsLeavesNothing(t *testing.T) {
	root := t.TempDir()
	broken := errors.New("broken")
	if err := once(filepath.Join(root, "made"), func(string) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(root); len(left) != 0 {
		t.Errorf("%d entries are left", len(left))
	}
}
