package disclosure

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"

	"sanad/internal/ground/fail"
)

// contentsFormat opens a list of contents.
const contentsFormat = "sanad-contents/1"

// contentsHead is the first line of a list of contents.
type contentsHead struct {
	Format  string `json:"format"`
	Release string `json:"release"`
}

// WriteContents writes a list of what a bundle of a release holds, as JSON Lines
// packed with gzip: a head, then what each gives. The same list gives the same
// bytes. It tells what left, so it is kept beside the renditions and never leaves.
func WriteContents(w io.Writer, release string, each func(yield func(Held) error) error) error {
	packed := gzip.NewWriter(w) // with no name and no time in its head
	lines := json.NewEncoder(packed)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(contentsHead{contentsFormat, release}); err != nil {
		return err
	}
	if err := each(func(h Held) error {
		if err := h.check(); err != nil {
			return err
		}
		return lines.Encode(h)
	}); err != nil {
		return err
	}
	return packed.Close()
}

// The kinds of things that a list of contents names.
const (
	HeldItem    = "item"
	HeldClaim   = "claim"
	HeldEntity  = "entity"
	HeldFinding = "finding"
)

// What an item is held as.
const (
	HeldWhole = "original"
	HeldCopy  = "copy" // redacted, or some cells of a table
	HeldName  = "name" // its SHA-256 and nothing else
)

func (h Held) check() error {
	known := h.Kind == HeldItem || h.Kind == HeldClaim || h.Kind == HeldEntity || h.Kind == HeldFinding
	if !known || h.ID == "" || (h.Kind == HeldItem) != (h.As != "") || (h.Copy != nil) != (h.As == HeldCopy) {
		return fmt.Errorf("a list of contents can't hold %+v", h)
	}
	if h.Kind == HeldItem && h.As != HeldWhole && h.As != HeldCopy && h.As != HeldName {
		return fmt.Errorf("an item is held as %q", h.As)
	}
	return nil
}

// maxContentsLine bounds one line of a list, in bytes.
const maxContentsLine = 1 << 20

// ReadContents walks a list of contents with memory that does not grow, and gives
// the release it is of. An error of yield ends the walk and is returned.
func ReadContents(r io.Reader, yield func(Held) error) (release string, err error) {
	packed, err := gzip.NewReader(r)
	if err != nil {
		return "", unlike(err)
	}
	lines := bufio.NewScanner(packed)
	lines.Buffer(nil, maxContentsLine)
	var head contentsHead
	if lines.Scan() && (json.Unmarshal(lines.Bytes(), &head) != nil || head.Format != contentsFormat) {
		return "", fail.New(fail.Integrity, "this is no %s", contentsFormat)
	}
	for lines.Scan() {
		var h Held
		if err := json.Unmarshal(lines.Bytes(), &h); err != nil {
			return head.Release, unlike(err)
		}
		if err := yield(h); err != nil {
			return head.Release, err
		}
	}
	if err := lines.Err(); err != nil {
		return head.Release, unlike(err)
	}
	if head.Format == "" {
		return "", fail.New(fail.Integrity, "a list of contents is empty")
	}
	return head.Release, nil
}

func unlike(err error) error {
	return fail.New(fail.Integrity, "a list of contents can't be read: %w", err)
}
