package pace

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A sender who is slower than the pace is given no more time.
func TestASlowSenderIsGivenTimeByWhatItSends(t *testing.T) {
	given := 0
	p := NewReader(strings.NewReader(strings.Repeat("x", 3*Bytes)), func() error { given++; return nil })
	if n, err := io.Copy(io.Discard, p); err != nil || n != 3*Bytes {
		t.Fatalf("%d bytes, %v", n, err)
	}
	if given < 3 || given > 5 {
		t.Errorf("for three parts it was given time %d times", given)
	}
	p = NewReader(strings.NewReader("x"), func() error { return errors.New("no more") })
	if _, err := io.ReadAll(p); err == nil {
		t.Error("a sender whose time can't be set is read")
	}
}
