// Package ffprobe knows how to have FFmpeg's ffprobe say what a recording is:
// how long, in which form, made when and by what. It must never open a
// recording itself, nor say anything of what is seen or heard in it.
package ffprobe

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"sanad/internal/format/content"
	"sanad/internal/tool/outside"
)

// Engine names the program in a rendition's provenance.
const Engine = "ffprobe"

// Tool is ffprobe as it is installed here.
type Tool struct {
	Path   string
	Number string // its version, "5.1.6"
	Limits outside.Limits
}

// Version is for a rendition's provenance.
func (t Tool) Version() string { return t.Number }

// Find looks for ffprobe. Its errors wrap outside.ErrAbsent and
// outside.ErrWalls.
func Find(ctx context.Context) (Tool, error) {
	path, number, err := outside.Find(ctx, "ffprobe", "-version")
	if err != nil {
		return Tool{}, err
	}
	return Tool{Path: path, Number: number}, nil
}

// Capability looks whether recordings can be described here.
func Capability(ctx context.Context) outside.Capability {
	t, err := Find(ctx)
	return outside.Capability{
		Program: "ffprobe", Purpose: "tells the length, form and date of recordings", Path: t.Path, Version: t.Number, Missing: err,
		Packages: outside.Packages{Debian: "ffmpeg", Fedora: "ffmpeg-free", Homebrew: "ffmpeg"},
	}
}

// ends is how much of the beginning and of the end of a large recording is
// shown to the program: what describes it stands at one of the two.
const ends = 32 << 20

// Read implements the contract of a reader of a format (package content): it
// gives fields and nothing else.
func (t Tool) Read(ctx context.Context, src content.Source, opt content.Options, out content.Sink) error {
	const name = "recording"
	var said bytes.Buffer
	job := outside.Job{
		Program:  t.Path,
		Args:     []string{"-v", "error", "-protocol_whitelist", "file", "-print_format", "json", "-show_format", "-show_streams", outside.Path(name)},
		Document: src, Name: name, Ends: ends, Out: &said, Limits: t.Limits,
	}
	job.Limits.Output = 8 << 20
	_, err := outside.Run(ctx, job)
	var failure *outside.Failure
	if errors.As(err, &failure) {
		return fmt.Errorf("describing the recording: it is damaged or of an unknown form (%w)", err)
	}
	if err != nil {
		return fmt.Errorf("describing the recording: %w", err)
	}
	fields, err := fieldsOf(said.Bytes())
	if err != nil {
		return err
	}
	for _, f := range fields {
		if err := out.Field(f); err != nil {
			return err
		}
	}
	return nil
}
