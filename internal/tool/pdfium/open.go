package pdfium

import (
	"errors"
	"fmt"
	"io"

	"sanad/internal/format/content"
)

// document is an open file in an instance.
type document struct {
	*instance
	src    content.Source
	file   *file
	handle uint64
}

// maxFile is the largest file PDFium takes: it counts bytes with 31 bits.
const maxFile = 1<<31 - 1

// open opens a file in a fresh instance. The file is read piece by piece as the
// engine asks for it.
func (e *Engine) open(src content.Source, password string) (*document, error) {
	if src.Size > maxFile {
		return nil, &content.Limited{Limit: "whole_bytes", Max: maxFile}
	}
	if src.Size == 0 {
		return nil, errors.New("the file is empty")
	}
	in, err := e.take()
	if err != nil {
		return nil, err
	}
	d := &document{instance: in, src: src, file: &file{SectionReader: src.Stream()}}
	access, _, err := in.raw.CreateFileAccessReader(src.Size, d.file)
	if err != nil {
		return nil, fmt.Errorf("opening the file: %w", err)
	}
	key := in.put(password)
	d.handle = in.call("FPDF_LoadCustomDocument", *access, uint64(key))
	if err := d.failure(); err != nil {
		return nil, err
	}
	if d.handle == 0 {
		return nil, refusal(in.integer("FPDF_GetLastError"), password)
	}
	return d, nil
}

// refusal says why a file could not be opened (FPDF_ERR_* of fpdfview.h).
func refusal(code int, password string) error {
	switch code {
	case 3:
		return errors.New("this is no PDF file, or one too damaged to be opened")
	case 4:
		if password == "" {
			return content.ErrPassword
		}
		return fmt.Errorf("%w: the one given is wrong", content.ErrPassword)
	case 5:
		return errors.New("the PDF is encrypted in a way that is not supported")
	case 6:
		return errors.New("the PDF's list of pages is broken")
	default:
		return fmt.Errorf("the PDF can't be opened (PDFium's error %d)", code)
	}
}

// file keeps the first error of the source, which PDFium would take for damage.
type file struct {
	*io.SectionReader
	err error
}

// Read implements io.Reader.
func (f *file) Read(p []byte) (int, error) {
	n, err := f.SectionReader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && f.err == nil {
		f.err = fmt.Errorf("reading the file: %w", err)
	}
	return n, err
}

// failure is what broke the document's reading, the source's error first.
func (d *document) failure() error {
	if d.file.err != nil {
		return d.file.err
	}
	return d.err
}

// pages counts the pages.
func (d *document) pages() int { return max(d.integer("FPDF_GetPageCount", d.handle), 0) }
