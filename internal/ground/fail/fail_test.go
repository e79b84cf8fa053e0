package fail

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestAKindIsFoundThroughWhatWrapsIt(t *testing.T) {
	err := New(Refused, "ana may not release: %w", io.EOF).Do("ask ben")
	for _, wrapped := range []error{err, fmt.Errorf("building: %w", err), errors.Join(errors.New("x"), err)} {
		if Of(wrapped) != Refused || !errors.Is(wrapped, io.EOF) {
			t.Errorf("%v: kind %d", wrapped, Of(wrapped))
		}
	}
	if Of(io.EOF) != Failed || Of(nil) != Failed {
		t.Error("an error without a kind has one")
	}
	if got := err.Error(); got != "ana may not release: EOF; ask ben" {
		t.Errorf("it says %q", got)
	}
	if outer := New(Usage, "import: %w", err); Of(outer) != Usage {
		t.Error("the outermost kind does not count")
	}
}
