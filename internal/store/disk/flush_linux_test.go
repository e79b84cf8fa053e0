package disk

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestAKernelReleaseIsReadByItsNumbers(t *testing.T) {
	for release, want := range map[string]bool{
		"5.8.0": true, "5.8-rc1": true, "6.1.0-18-amd64": true, "10.0": true, "5.10.0": true,
		"5.7.19": false, "4.19.0-26": false, "": false, "6": false, "six.one": false,
	} {
		if got := atLeast(release, 5, 8); got != want {
			t.Errorf("%q is 5.8 or newer: %t", release, got)
		}
	}
}

// /dev/full takes no byte, as a full disk.
func TestAFullDiskEndsALargePut(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	must(t, err)
	defer full.Close()
	s := open(t, t.TempDir(), Options{})
	kept, err := s.originals.pour(context.Background(), full, new(block), endless{})
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "free space") {
		t.Errorf("a full disk kept %v: %v", kept, err)
	}
}

// endless is a source that ends only when the store stops reading it.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
