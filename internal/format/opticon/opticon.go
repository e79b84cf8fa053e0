// Package opticon knows lists of page images in the manner of Opticon (OPT): one
// line a page, in plain text.
//
//	V0001-0001,VOL001,IMAGES\V0001-0001.png,Y,,,3
//
// That is: the key of the image, the volume, its path with backslashes, Y where a
// document begins, marks of a folder and of a box, which are left empty, and the
// number of pages on the first page of a document. There is no way to write a
// comma or a line break in a value, so those are refused.
package opticon

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ErrForm is wrapped when a line is none of such a list.
var ErrForm = errors.New("not a line of an Opticon list")

// Page is one line.
type Page struct {
	Key, Volume string
	Path        string // with slashes
	First       bool   // of its document
	Pages       int    // of the document; 0 on pages that are not the first
}

// Writer writes a list.
type Writer struct{ out *bufio.Writer }

// NewWriter writes to w.
func NewWriter(w io.Writer) *Writer { return &Writer{bufio.NewWriter(w)} }

// Write writes one line. Errors of the file below are those of Flush.
func (w *Writer) Write(p Page) error {
	for _, s := range []string{p.Key, p.Volume, p.Path} {
		if s == "" || strings.ContainsAny(s, ",\r\n\"\\") {
			return fmt.Errorf("%w: %q can't be written there", ErrForm, s)
		}
	}
	first, pages := "", ""
	if p.First {
		first, pages = "Y", strconv.Itoa(p.Pages)
	}
	fmt.Fprintf(w.out, "%s,%s,%s,%s,,,%s\r\n", p.Key, p.Volume, strings.ReplaceAll(p.Path, "/", `\`), first, pages)
	return nil
}

// Flush writes what is left, and gives the error of anything written before.
func (w *Writer) Flush() error { return w.out.Flush() }

// Read reads a list line by line.
func Read(r io.Reader, yield func(Page) error) error {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		parts := strings.Split(strings.TrimSuffix(lines.Text(), "\r"), ",")
		if len(parts) != 7 || parts[3] != "" && parts[3] != "Y" {
			return fmt.Errorf("%w: %.80q", ErrForm, lines.Text())
		}
		p := Page{Key: parts[0], Volume: parts[1], Path: strings.ReplaceAll(parts[2], `\`, "/"), First: parts[3] == "Y"}
		if parts[6] != "" {
			n, err := strconv.Atoi(parts[6])
			if err != nil || n < 1 {
				return fmt.Errorf("%w: %q pages", ErrForm, parts[6])
			}
			p.Pages = n
		}
		if err := yield(p); err != nil {
			return err
		}
	}
	return lines.Err()
}
