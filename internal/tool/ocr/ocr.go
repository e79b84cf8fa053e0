// Package ocr knows how to have Tesseract read the letters in a picture, and
// with which of its models. It must never open a picture itself, and never
// hide how unsure a reading is: every word has its place and its confidence.
//
// # Models
//
// The language of a page is not known beforehand, so one model has to serve
// all. Measured with Tesseract 5.3.0 and Debian's models on 20 invented pages
// at 200 dpi: letters, tables and lists of names in three fonts; clean, as a
// poor scan (0.8 degrees askew, noise, JPEG 45) and as a photograph (1.7
// degrees, bent, noise, light from one side, JPEG 35). The columns are the
// share of wrong characters after folding of ya, kaf, digits and joiners, in
// Persian, Arabic, English, pages of Persian or Arabic with English, and pages
// of Persian with Arabic; and how many names of lists, of 164, are right as a
// whole.
//
//	                      fa    ar    en   +en   +ar names
//	clean  Arabic       .018  .024  .000  .025  .056   154
//	       Arabic+eng   .049  .064  .000  .038  .103   148
//	       fas+ara+eng  .027  .042  .001  .029  .079   158
//	       fas+ara      .015  .022  .900  .544  .059    99
//	       fas          .011  .032  .886  .526  .063    96
//	       ara          .051  .030  .947  .574  .073    84
//	       eng          .824  .854  .001  .352  .848    58
//	scan   Arabic       .016  .028  .000  .014  .026   156
//	       fas+ara+eng  .031  .044  .001  .026  .040   155
//	       fas+ara      .016  .026  .874  .519  .021    95
//	photo  Arabic       .881  .802  .985  .848  .916    54
//	       fas+ara+eng  .872  .809  .987  .848  .916    44
//
// The model of the script (Arabic), which was trained on Latin letters too, is
// the best or close to it everywhere, and adding models to it makes it worse:
// Tesseract then takes, word by word, the reading that claims more confidence.
// Confidences of different models can't be compared either (fas+ara claims more
// than Arabic on pages where it is worse), so choosing the surest of several
// readings of a page does not help. So the rule is the script's model alone;
// where it is not installed, Persian, Arabic and English together, as far as
// they are.
//
// # Light
//
// Photographs want a threshold between ink and paper of each place's own
// (Sauvola), which costs a little elsewhere:
//
//	clean               .021  .025  .000  .025  .023   149
//	scan                .044  .029  .000  .012  .026   151
//	photo               .083  .062  .011  .029  .097   151
//
// # Tables and columns
//
// Tesseract looks for columns (mode 3) and so takes a table apart: of 20 dates
// of an Arabic table it read none. Read by rows (mode 4) it read 16, the share
// of wrong characters in tables and lists fell from .34 to .10 (Persian scan)
// and .38 to .13 (Arabic scan), and letters were read as before. But rows mix
// the columns of a newspaper. So a page in whose reading many short lines stand
// beside each other is read again by rows. The model of the script puts the
// columns of an English page in the wrong order: one that turns out to be Latin
// and in columns is read again with the English model (.38 to .03). Mode 6 is
// worse for tables (half the names lost), mode 11 for Arabic names; mode 1
// changed nothing.
//
// # What it can't do
//
// Numbers are weak: of 20 dates in Persian digits, such as 1361/7/15, 10 to 17
// came out right by rows in two typefaces and none in a third; of Arabic ones 7
// to 16. A low confidence is the only sign. Nastaliq type is beyond all models
// (.36 to .48). Handwriting was not tried.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/format/tesseract"
	"sanad/internal/tool/outside"
)

// Engine names the program in a rendition's provenance.
const Engine = "tesseract"

// Layouts, Tesseract's page segmentation modes.
const (
	Automatic = 3 // columns, paragraphs and lines are found
	Rows      = 4 // lines go over the whole width
)

// sauvola tells ink from paper by what is around, not by one threshold for the
// whole picture: see the package's words on light.
const sauvola = "2"

// Tool is Tesseract as it is installed here.
type Tool struct {
	Path   string
	Number string         // its version, "5.3.0"
	Models string         // as it takes them, "script/Arabic" or "fas+ara+eng"
	Latin  string         // the model for pages that turn out to be Latin, in columns; "" for none
	Layout int            // 0 for Automatic, with a second reading of tables and columns where it helps
	Limits outside.Limits // for each picture; zeros for what fits a page
}

// Version tells the program's version and the models, for a rendition's
// provenance: "5.3.0 (script/Arabic; eng)".
func (t Tool) Version() string {
	models := t.Models
	if t.Latin != "" {
		models += "; " + t.Latin
	}
	return fmt.Sprintf("%s (%s)", t.Number, models)
}

// Find gives the tool with the models for a page of which nothing is known. Its
// errors wrap outside.ErrAbsent, also where no model is installed, and
// outside.ErrWalls.
func Find(ctx context.Context) (Tool, error) {
	path, number, err := outside.Find(ctx, "tesseract", "--version")
	if err != nil {
		return Tool{}, err
	}
	t := Tool{Path: path, Number: number}
	installed, err := t.installed(ctx)
	if err != nil {
		return Tool{}, err
	}
	if slices.Contains(installed, "eng") {
		t.Latin = "eng"
	}
	if t.Models = choose(installed); t.Models == "" {
		return Tool{}, fmt.Errorf("of the models of tesseract, none for Persian, Arabic or English is %w", outside.ErrAbsent)
	}
	return t, nil
}

// installed asks the program for its models.
func (t Tool) installed(ctx context.Context) ([]string, error) {
	var list bytes.Buffer
	_, err := outside.Run(ctx, outside.Job{Program: t.Path, Args: []string{"--list-langs"}, Out: &list, Limits: outside.Limits{Wall: 30 * time.Second, Output: 1 << 20}})
	if err != nil {
		return nil, fmt.Errorf("asking for the models: %w", err)
	}
	return strings.Fields(list.String()), nil
}

// choose names the models for a page of which nothing is known, see the
// package's table. Some systems keep models of scripts in a folder.
func choose(installed []string) string {
	for _, script := range []string{"script/Arabic", "Arabic"} {
		if slices.Contains(installed, script) {
			return script
		}
	}
	var found []string
	for _, language := range []string{"fas", "ara", "eng"} {
		if slices.Contains(installed, language) {
			found = append(found, language)
		}
	}
	return strings.Join(found, "+")
}

// Capability looks whether letters in pictures can be read here.
func Capability(ctx context.Context) outside.Capability {
	t, err := Find(ctx)
	c := outside.Capability{
		Program: "tesseract", Purpose: "reads letters in pictures and scans", Path: t.Path, Missing: err,
		Packages: outside.Packages{
			Debian:   "tesseract-ocr tesseract-ocr-script-arab tesseract-ocr-fas tesseract-ocr-ara",
			Fedora:   "tesseract tesseract-script-Arabic tesseract-langpack-fas tesseract-langpack-ara",
			Homebrew: "tesseract tesseract-lang",
		},
	}
	if err == nil {
		c.Version = t.Version()
	}
	return c
}

// Page reads one picture of a page: PNG, JPEG, TIFF, PNM, BMP, GIF or WebP. Its
// resolution in dots to the inch sets the boxes, which are in points; where it
// is not known, 72 makes a dot a point. The picture is read as its dots lie:
// the turn that a camera notes beside (EXIF) is for the caller to make. A blank
// picture gives a page without text.
func (t Tool) Page(ctx context.Context, img []byte, dpi float64, number int) (content.Page, error) {
	var pages []content.Page
	src := content.Source{ReaderAt: bytes.NewReader(img), Size: int64(len(img))}
	err := t.read(ctx, src, dpi, func(p content.Page) error {
		pages = append(pages, p)
		if len(pages) > 1 {
			return errors.New("the picture holds more than one page")
		}
		return nil
	})
	if err == nil && len(pages) == 0 {
		err = errors.New("the program gave no page")
	}
	if err != nil {
		return content.Page{}, fmt.Errorf("reading the letters of page %d: %w", number, err)
	}
	pages[0].Number = number
	return pages[0], nil
}

// Read implements the contract of a reader of a format (package content) for a
// picture that is a file of its own, also one of several pages (TIFF). A dot of
// the picture is a point.
func (t Tool) Read(ctx context.Context, src content.Source, opt content.Options, out content.Sink) error {
	if src.Size > opt.Limits.WholeBytes {
		return &content.Limited{Limit: "whole_bytes", Max: opt.Limits.WholeBytes}
	}
	pages := &outside.Pages{Sink: out}
	return pages.End("reading the letters of the picture", t.read(ctx, src, 72, pages.Page))
}

// read gives each page of src, after a second reading where that helps.
func (t Tool) read(ctx context.Context, src content.Source, dpi float64, give func(content.Page) error) error {
	return t.once(ctx, src, dpi, -1, func(p content.Page) error {
		other, helps := t.second(p)
		if !helps {
			return give(p)
		}
		again := p
		err := other.once(ctx, src, dpi, p.Number-1, func(page content.Page) error {
			again = page
			return nil
		})
		// A second reading that fails or finds much less is none.
		if err != nil || len(again.Text)*5 < len(p.Text)*4 {
			return give(p)
		}
		again.Number = p.Number
		return give(again)
	})
}

// second gives how to read a page once more, which was read with the models for
// any page and by its columns. Where lines stand beside each other, these
// models put the columns on the right first, which is wrong for English; and
// the cells of a table come apart from their rows.
func (t Tool) second(p content.Page) (Tool, bool) {
	if t.Layout != 0 {
		return t, false
	}
	t.Layout = Automatic
	switch beside, short := columnsOf(p); {
	case !beside:
		return t, false
	case latin(p.Text) && t.Latin != "" && t.Models != t.Latin:
		t.Models = t.Latin
		return t, true
	case short:
		t.Layout = Rows
		return t, true
	}
	return t, false
}

// once has the program read one page of src, from 0, or all of them with -1.
func (t Tool) once(ctx context.Context, src content.Source, dpi float64, page int, give func(content.Page) error) error {
	job := t.job(src, dpi)
	if page >= 0 {
		job.Args = append(job.Args[:len(job.Args)-1], "-c", fmt.Sprintf("tessedit_page_number=%d", page), "tsv")
	}
	_, err := outside.Stream(ctx, job, func(r io.Reader) error {
		_, err := tesseract.Read(r, dpi, give)
		return err
	})
	return err
}

// job reads the picture src. One thread a picture: several stand in each
// other's way, and the archive reads several pages at a time anyway.
func (t Tool) job(src content.Source, dpi float64) outside.Job {
	const name = "picture"
	layout := t.Layout
	if layout == 0 {
		layout = Automatic
	}
	args := []string{outside.Path(name), "stdout", "--oem", "1", "--psm", strconv.Itoa(layout), "-l", t.Models}
	if !strings.HasPrefix(t.Number, "4.") { // it came with Tesseract 5
		args = append(args, "-c", "thresholding_method="+sauvola)
	}
	if dpi > 72 && dpi <= 2400 { // others it refuses, and guesses
		args = append(args, "--dpi", strconv.Itoa(int(dpi)))
	}
	return outside.Job{
		Program: t.Path, Args: append(args, "tsv"), Document: src, Name: name,
		Env: map[string]string{"OMP_THREAD_LIMIT": "1"}, Limits: t.Limits,
	}
}
