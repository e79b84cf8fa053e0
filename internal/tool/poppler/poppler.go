// Package poppler knows how to have poppler-utils read the text of a PDF with
// the place of every word, and draw its pages. It must never open a PDF itself,
// and never show a password to others on this machine.
//
// Poppler's plain text writes a line of Persian in pieces and misplaces what
// stands between them: a comma lands before the next word, a number sticks to
// it. So the words with their boxes are asked for and set in order by package
// bboxlayout. Share of pairs of neighbouring words found again, punctuation
// included, in PDFs that Chromium made of invented letters, lists and tables
// (poppler 22.12; all joiners were kept by both):
//
//	             plain  bboxlayout
//	Persian      0.62   0.99
//	Arabic       0.52   0.89
//	mixed        0.75   1.00
//	English      1.00   1.00
//
// What is left wrong in Arabic is lam-alef in fonts that draw it as one shape:
// poppler swaps the two letters and what it writes does not tell where. Pages
// that look so are told by a Problem. Nastaliq comes out in a wrong order.
package poppler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sanad/internal/format/bboxlayout"
	"sanad/internal/format/content"
	"sanad/internal/tool/outside"
)

// Engine names the program in a rendition's provenance.
const Engine = "poppler"

// Tool is poppler-utils as it is installed here.
type Tool struct {
	Text   string // the path of pdftotext
	Draw   string // the path of pdftoppm
	Unlock string // the path of qpdf, "" if absent: then no password can be used
	Number string // its version, "22.12.0"
	Limits outside.Limits
}

// Version is for a rendition's provenance.
func (t Tool) Version() string { return t.Number }

// Find looks for poppler and qpdf. Its errors wrap outside.ErrAbsent and
// outside.ErrWalls.
func Find(ctx context.Context) (Tool, error) {
	path, number, err := outside.Find(ctx, "pdftotext", "-v")
	if err != nil {
		return Tool{}, err
	}
	t := Tool{Text: path, Number: number}
	if t.Draw, err = outside.Locate("pdftoppm"); err != nil {
		return Tool{}, err
	}
	if t.Unlock, err = outside.Locate("qpdf"); err != nil && !errors.Is(err, outside.ErrAbsent) {
		return Tool{}, err
	}
	return t, nil
}

// Capability looks whether PDFs can be read with poppler here.
func Capability(ctx context.Context) outside.Capability {
	t, err := Find(ctx)
	return outside.Capability{
		Program: "pdftotext", Purpose: "a second reader of PDFs, and pictures of their pages", Path: t.Text, Version: t.Number, Missing: err,
		Packages: outside.Packages{Debian: "poppler-utils qpdf", Fedora: "poppler-utils qpdf", Homebrew: "poppler qpdf"},
	}
}

// name is the document's within the walls.
const name = "document.pdf"

// Read implements the contract of a reader of a format (package content).
func (t Tool) Read(ctx context.Context, src content.Source, opt content.Options, out content.Sink) error {
	job, err := t.job(src, opt, t.Text, "-bbox-layout", "-enc", "UTF-8", "-l", strconv.FormatInt(max(opt.Limits.Pages, 1), 10))
	if err != nil {
		return err
	}
	pages := &outside.Pages{Sink: out}
	outcome, err := outside.Stream(ctx, job, func(r io.Reader) error {
		_, err := bboxlayout.Read(r, func(p content.Page) error {
			if err := pages.Page(p); err != nil || !bboxlayout.Doubtful(p.Text) {
				return err
			}
			return out.Problem(content.Problem{Part: fmt.Sprintf("page %d", p.Number), Reason: "the letters lam and alef (لا) may stand swapped: this page's font hides their order"})
		})
		return err
	})
	if err == nil && strings.Contains(outcome.Said, "Error") {
		return out.Problem(content.Problem{Part: "the file", Reason: "it is damaged: " + outcome.Said})
	}
	return pages.End("reading the text of the PDF", locked(err))
}

// Picture draws page number, from 1, in shades of grey with dpi dots to the
// inch, as netpbm's PGM; at most opt.Limits.Pixels of them.
func (t Tool) Picture(ctx context.Context, src content.Source, opt content.Options, number, dpi int) ([]byte, error) {
	page := strconv.Itoa(number)
	job, err := t.job(src, opt, t.Draw, "-gray", "-r", strconv.Itoa(dpi), "-f", page, "-l", page)
	if err != nil {
		return nil, err
	}
	job.Limits.Output = opt.Limits.Pixels + 64 // and the head
	var picture []byte
	_, err = outside.Stream(ctx, job, func(r io.Reader) (err error) {
		picture, err = io.ReadAll(r)
		return err
	})
	if errors.Is(err, outside.ErrOutput) {
		err = errors.Join(&content.Limited{Limit: "pixels", Max: opt.Limits.Pixels}, err)
	}
	if err == nil && len(picture) == 0 {
		err = errors.New("there is no such page")
	}
	if err != nil {
		return nil, fmt.Errorf("drawing page %d of the PDF: %w", number, locked(err))
	}
	return picture, nil
}

// job has the program read the PDF and write to its standard output.
func (t Tool) job(src content.Source, opt content.Options, program string, args ...string) (outside.Job, error) {
	job := outside.Job{Program: program, Document: src, Name: name, Show: []string{"/etc/fonts"}, Limits: t.Limits}
	to := "-"
	if program == t.Draw {
		to = "" // it writes to standard output if told of no file
	}
	if opt.Password == "" {
		job.Args = append(args, outside.Path(name))
		if to != "" {
			job.Args = append(job.Args, to)
		}
		return job, nil
	}
	shell, err := outside.Locate("sh")
	if err != nil {
		return job, err
	}
	if t.Unlock == "" {
		return job, fmt.Errorf("opening the PDF with its password: poppler takes it only where others on this machine can see it, and qpdf, which does not, is %w", outside.ErrAbsent)
	}
	job.Program, job.Secret = shell, opt.Password
	job.Args = append([]string{"-c", unlocked, t.Unlock, program, to}, args...)
	return job, nil
}

// unlocked is a script for sh: $0 is qpdf, $1 the program, $2 where it writes,
// the rest its arguments. qpdf ends with 3 where it had to mend something. The
// PDF without its password is in the walls' memory only.
const unlocked = `program=$1; to=$2; shift 2
"$0" --decrypt --password-file=` + outside.Secret + ` ` + outside.Folder + `/` + name + ` ` + outside.Scratch + `/open.pdf
status=$?
[ $status = 0 ] || [ $status = 3 ] || exit $status
exec "$program" "$@" ` + outside.Scratch + `/open.pdf $to`

// locked tells a want of a password from other failures.
func locked(err error) error {
	var failure *outside.Failure
	if errors.As(err, &failure) && strings.Contains(strings.ToLower(failure.Line), "password") {
		return fmt.Errorf("%w: %w", content.ErrPassword, err)
	}
	return err
}
