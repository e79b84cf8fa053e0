package desk

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/ground/fail"
)

// sendOriginal gives the bytes of an original to be saved, never to be shown:
// an original may be a page with a script of its own. It is named by its
// SHA-256, without the ending by which a computer would know how to run it.
func sendOriginal(w http.ResponseWriter, v *visit) (err error) {
	ctx := v.r.Context()
	item, err := v.item(ctx)
	if err != nil {
		return err
	}
	if hidden, err := v.hidesGraphic(ctx, item.Sum); err != nil || hidden {
		if err == nil { // the item's page asks whether it is to be shown
			http.Redirect(w, v.r, "/items/"+item.Sum.String()+"#text", http.StatusSeeOther)
		}
		return err
	}
	if v.r.Method != http.MethodHead {
		if err := v.see(ctx, item, custody.LookOriginal); err != nil {
			return err
		}
	}
	r, err := v.Archive.Originals.Open(ctx, item.Sum)
	if err != nil {
		return damaged(err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	name := item.Sum.String()
	h := w.Header()
	begin := func() {
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Security-Policy", boxed)
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
		h.Set("Content-Length", strconv.FormatInt(item.Bytes, 10))
	}
	if v.r.Method == http.MethodHead {
		begin()
		return nil
	}
	return damaged(copyHeld(w, r, begin))
}

// boxed is the policy of what is no page of the desk's own: should a browser
// show it all the same, it runs nothing, fetches nothing and is of no origin.
const boxed = "default-src 'none'; sandbox"

// heldBytes is how much of an original is kept back until the store has said
// that its bytes are right.
const heldBytes = 64 << 10

// copyHeld copies r to w and keeps the last part back until r ended without
// an error. The reader learns only at the end that bytes were altered; the
// part that is then missing from the announced length makes the download
// fail, instead of leaving a wrong file that looks whole.
func copyHeld(w io.Writer, r io.Reader, begin func()) error {
	held := make([]byte, 0, heldBytes)
	next := make([]byte, heldBytes)
	begun := false
	for {
		n, err := io.ReadFull(r, next)
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return err
		}
		if !begun && (n > 0 || end) && (end || len(held) > 0) {
			begin()
			begun = true
		}
		if len(held) > 0 {
			if _, err := w.Write(held); err != nil {
				return fmt.Errorf("sending an original: %w", err)
			}
		}
		held, next = next[:n], held[:cap(held)]
		if end {
			_, err := w.Write(held)
			return err
		}
	}
}

// damaged tells an original that is lost or altered from other failures.
func damaged(err error) error {
	var altered *custody.Altered
	if errors.As(err, &altered) || errors.Is(err, custody.ErrNotKept) {
		return fail.New(fail.Integrity, "reading an original: %w", err)
	}
	return err
}
