package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/store/fault"
)

// Manifests runs every sentence of the contract of flow.Manifests as a case.
// Each call of fresh gives an empty place, and what it gives opens the store
// there, several times if need be.
func Manifests(t *testing.T, fresh func(t *testing.T) func(*testing.T, fault.Hook) flow.Manifests) {
	for _, c := range []struct {
		promise string
		keep    func(*testing.T, func(*testing.T, fault.Hook) flow.Manifests)
	}{
		{"a manifest is replaced as a whole", manifestReplaced},
		{"a failed write leaves the former manifest", manifestFailedWrite},
		{"a manifest never written is not kept", manifestNotKept},
		{"an accession's name leads nowhere else", manifestNames},
		{"a fault at any step leaves the former manifest or the new one", manifestFaults},
	} {
		t.Run(c.promise, func(t *testing.T) { c.keep(t, fresh(t)) })
	}
}

func writes(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(data))
		return err
	}
}

func readManifest(m flow.Manifests, accession string) ([]byte, error) {
	r, err := m.ReadManifest(context.Background(), accession)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

func mustRead(t *testing.T, m flow.Manifests, accession string, want []byte) {
	t.Helper()
	if got, err := readManifest(m, accession); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the manifest of %s has %d bytes, %v; want %d", accession, len(got), err, len(want))
	}
}

func mustWrite(t *testing.T, m flow.Manifests, accession string, data []byte) {
	t.Helper()
	if err := m.WriteManifest(context.Background(), accession, writes(data)); err != nil {
		t.Fatalf("writing the manifest of %s: %v", accession, err)
	}
}

func manifestReplaced(t *testing.T, open func(*testing.T, fault.Hook) flow.Manifests) {
	m := open(t, nil)
	for i, n := range []int{100, 9 << 20, 10, 0} {
		mustWrite(t, m, "a-1", pseudo(uint64(i), n))
		mustWrite(t, m, "a-2", pseudo(9, 20))
		mustRead(t, m, "a-1", pseudo(uint64(i), n))
		mustRead(t, open(t, nil), "a-1", pseudo(uint64(i), n))
		mustRead(t, m, "a-2", pseudo(9, 20))
	}
}

func manifestFailedWrite(t *testing.T, open func(*testing.T, fault.Hook) flow.Manifests) {
	m := open(t, nil)
	broken := func(w io.Writer) error {
		if _, err := w.Write(pseudo(2, 1<<20)); err != nil {
			return err
		}
		return errBlobSource
	}
	if err := m.WriteManifest(context.Background(), "a-1", broken); !errors.Is(err, errBlobSource) {
		t.Errorf("the error of the writer came back as %v", err)
	}
	if _, err := readManifest(m, "a-1"); !errors.Is(err, custody.ErrNotKept) {
		t.Errorf("reading after a first write failed: %v", err)
	}
	mustWrite(t, m, "a-1", pseudo(1, 100))
	if err := m.WriteManifest(context.Background(), "a-1", broken); !errors.Is(err, errBlobSource) {
		t.Errorf("the error of the writer came back as %v", err)
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if err := m.WriteManifest(gone, "a-1", writes(pseudo(3, 10))); !errors.Is(err, context.Canceled) {
		t.Errorf("writing in a canceled call: %v", err)
	}
	mustRead(t, m, "a-1", pseudo(1, 100))
}

func manifestNotKept(t *testing.T, open func(*testing.T, fault.Hook) flow.Manifests) {
	m := open(t, nil)
	mustWrite(t, m, "a-1", pseudo(1, 100))
	if _, err := readManifest(m, "a-2"); !errors.Is(err, custody.ErrNotKept) {
		t.Errorf("reading what was never written: %v", err)
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.ReadManifest(gone, "a-1"); !errors.Is(err, context.Canceled) {
		t.Errorf("reading in a canceled call: %v", err)
	}
}

func manifestNames(t *testing.T, open func(*testing.T, fault.Hook) flow.Manifests) {
	m := open(t, nil)
	for _, name := range []string{"", ".", "..", "../a", "a/b", `a\b`, "/a", "a\x00", "پرونده", ".a", "a.", string(make([]byte, 200))} {
		if err := m.WriteManifest(context.Background(), name, writes(nil)); err == nil {
			t.Errorf("a manifest was written for the accession %q", name)
		}
		if _, err := m.ReadManifest(context.Background(), name); err == nil || errors.Is(err, custody.ErrNotKept) {
			t.Errorf("reading the manifest of the accession %q: %v", name, err)
		}
	}
	mustWrite(t, m, "A_1.b-2", pseudo(1, 10))
	mustRead(t, m, "A_1.b-2", pseudo(1, 10))
}

func manifestFaults(t *testing.T, open func(*testing.T, fault.Hook) flow.Manifests) {
	former, next := pseudo(1, 100), pseudo(2, 200<<10)
	mustWrite(t, open(t, nil), "a-1", former)
	hook, steps := faultAtCall(0)
	mustWrite(t, open(t, hook), "a-1", next)
	if len(*steps) < 2 {
		t.Fatalf("the store asked its hook only at %q", *steps)
	}
	for n, name := range *steps {
		t.Run(name, func(t *testing.T) {
			mustWrite(t, open(t, nil), "a-1", former)
			hook, _ := faultAtCall(n + 1)
			err := open(t, hook).WriteManifest(context.Background(), "a-1", writes(next))
			if !errors.Is(err, errBlobFault) {
				t.Errorf("the fault came back as %v", err)
			}
			got, err := readManifest(open(t, nil), "a-1")
			if err != nil || !bytes.Equal(got, former) && !bytes.Equal(got, next) {
				t.Errorf("the fault left %d bytes, %v", len(got), err)
			}
		})
	}
}
