package disclosure

import (
	"bufio"
	"bytes"
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
	Again   int    `json:"again,omitempty"`
}

// WriteContents writes a list of what a bundle of a release holds, as JSON Lines
// packed with gzip: a head, then what each gives. The same list with the same again
// gives the same bytes: again makes others where the first were damaged. It tells what left, so it is kept beside the renditions and never leaves.
func WriteContents(w io.Writer, release string, again int, each func(yield func(Held) error) error) error {
	packed := gzip.NewWriter(w) // with no name and no time in its head
	lines := json.NewEncoder(packed)
	if err := lines.Encode(contentsHead{contentsFormat, release, again}); err != nil {
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
	return readContents(r, nil, yield)
}

// FindHeld looks for one thing in a list of contents. Lines that can't be of it are
// not read as JSON: it is asked of lists with hundreds of thousands.
func FindHeld(r io.Reader, kind, id string) (held Held, found bool, err error) {
	quoted, err := json.Marshal(id)
	if err != nil {
		return held, false, err
	}
	_, err = readContents(r, quoted, func(h Held) error {
		if h.Kind == kind && h.ID == id && !found {
			held, found = h, true
		}
		return nil
	})
	return held, found, err
}

// readContents walks the lines that hold part; all of them if it is empty.
func readContents(r io.Reader, part []byte, yield func(Held) error) (release string, err error) {
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
		if !bytes.Contains(lines.Bytes(), part) {
			continue
		}
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
