// Package libreoffice knows how to have LibreOffice write a document of an old
// office program anew in the form of today, which the archive's own readers
// read. It must never open such a document itself, and never pass the new form
// off as the original: it is a rendition by an engine.
package libreoffice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/tool/outside"
)

// Engine names the program in a rendition's provenance.
const Engine = "libreoffice"

// Tool is LibreOffice as it is installed here.
type Tool struct {
	Path   string
	Number string         // its version, "7.4.7.2"
	Limits outside.Limits // zeros for what fits a document of some hundred pages
}

// Version is for a rendition's provenance.
func (t Tool) Version() string { return t.Number }

// Find looks for LibreOffice. Its errors wrap outside.ErrAbsent and
// outside.ErrWalls.
func Find(ctx context.Context) (Tool, error) {
	path, number, err := outside.Find(ctx, "soffice", "--version", "/etc/fonts", "/etc/libreoffice")
	if err != nil {
		return Tool{}, err
	}
	return Tool{Path: path, Number: number}, nil
}

// Capability looks whether old office documents can be read here.
func Capability(ctx context.Context) outside.Capability {
	t, err := Find(ctx)
	return outside.Capability{
		Program: "soffice", Purpose: "reads documents of old office programs (.doc, .xls, .ppt and others)", Path: t.Path, Version: t.Number, Missing: err,
		Packages: outside.Packages{
			Debian:   "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
			Fedora:   "libreoffice-writer libreoffice-calc libreoffice-impress",
			Homebrew: "--cask libreoffice",
		},
	}
}

// Form is how a document is written.
type Form struct {
	Ending    string // of its name, without the dot
	MediaType string
}

// Target gives the form of today for the ending of a document's name, without
// the dot, and false for one that this package does not convert.
func Target(ending string) (Form, bool) {
	const vendor = "application/vnd.openxmlformats-officedocument."
	switch ending {
	case "doc", "dot", "rtf", "wpd", "wps", "sxw":
		return Form{"docx", vendor + "wordprocessingml.document"}, true
	case "xls", "xlt", "xlw", "sxc", "slk", "dif":
		return Form{"xlsx", vendor + "spreadsheetml.sheet"}, true
	case "ppt", "pps", "pot", "sxi":
		return Form{"pptx", vendor + "presentationml.presentation"}, true
	}
	return Form{}, false
}

// Ending gives the ending by which LibreOffice knows a document of that media
// type, "" for one that this package does not convert.
func Ending(mediaType string) string {
	switch mediaType {
	case "application/msword":
		return "doc"
	case "application/rtf", "text/rtf":
		return "rtf"
	case "application/vnd.ms-excel":
		return "xls"
	case "application/vnd.ms-powerpoint":
		return "ppt"
	case "application/vnd.wordperfect":
		return "wpd"
	case "application/vnd.ms-works":
		return "wps"
	case "application/vnd.sun.xml.writer":
		return "sxw"
	case "application/vnd.sun.xml.calc":
		return "sxc"
	case "application/vnd.sun.xml.impress":
		return "sxi"
	}
	return ""
}

// Convert writes the document anew in the form that Target gives for its
// ending; src.Name is not looked at.
func (t Tool) Convert(ctx context.Context, src content.Source, ending string, opt content.Options) ([]byte, error) {
	to, known := Target(ending)
	if !known {
		return nil, fmt.Errorf("converting a document: .%s is no form that is converted", ending)
	}
	if src.Size > opt.Limits.WholeBytes {
		return nil, &content.Limited{Limit: "whole_bytes", Max: opt.Limits.WholeBytes}
	}
	shell, err := outside.Locate("sh")
	if err != nil {
		return nil, err
	}
	var made bytes.Buffer
	job := outside.Job{
		Program: shell, Args: []string{"-c", script, t.Path, "document." + ending, to.Ending},
		Document: src, Name: "document." + ending, Show: []string{"/etc/fonts", "/etc/libreoffice"}, Out: &made, Limits: t.Limits,
	}
	job.Limits.Output = opt.Limits.WholeBytes
	if job.Limits.Processes == 0 {
		job.Limits.Processes = 128
	}
	if job.Limits.Memory == 0 {
		job.Limits.Memory = 2 << 30
	}
	if job.Limits.Wall == 0 {
		job.Limits.Wall = 5 * time.Minute
		job.Limits.CPU = 5 * time.Minute
	}
	if _, err := outside.Run(ctx, job); err != nil {
		return nil, fmt.Errorf("converting the document to %s: %w", to.Ending, plainly(err))
	}
	return made.Bytes(), nil
}

// script is for sh: $0 is soffice, $1 the document, $2 the form. soffice ends
// well also when it could not load the document; what it wrote tells.
const script = `"$0" --headless --nologo --norestore --nolockcheck -env:UserInstallation=file://` + outside.Scratch + `/profile \
	--convert-to "$2" --outdir ` + outside.Scratch + `/out ` + outside.Folder + `/"$1" </dev/null >&2 || exit
exec cat ` + outside.Scratch + `/out/document."$2"`

// plainly says what a failure to load means.
func plainly(err error) error {
	var failure *outside.Failure
	if errors.As(err, &failure) {
		return fmt.Errorf("it can't be opened: it is damaged, wants a password, or is of another kind (%w)", err)
	}
	return err
}

// Read hands the document in the form of today over as a member with the role
// "converted", for the reader of that form.
func (t Tool) Read(ctx context.Context, src content.Source, ending string, opt content.Options, out content.Sink) error {
	to, known := Target(ending)
	if !known {
		return fmt.Errorf("converting a document: .%s is no form that is converted", ending)
	}
	made, err := t.Convert(ctx, src, ending, opt)
	if err != nil {
		return err
	}
	return out.Member(content.Member{Name: "document." + to.Ending, Role: "converted", MediaType: to.MediaType}, bytes.NewReader(made))
}
