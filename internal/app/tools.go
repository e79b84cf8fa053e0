package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"sanad/internal/core/text"
	"sanad/internal/face/cli"
	"sanad/internal/format/content"
	"sanad/internal/tool/ffprobe"
	"sanad/internal/tool/libreoffice"
	"sanad/internal/tool/ocr"
	"sanad/internal/tool/outside"
	"sanad/internal/tool/poppler"
	"sanad/internal/tool/reading"
)

// Programs of others in the shapes that reading asks for.
type (
	recogniser struct{ ocr.Tool }
	converter  struct {
		libreoffice.Tool
		limits content.Limits
	}
	prober    struct{ ffprobe.Tool }
	pdfReader struct{ poppler.Tool }
)

func (t recogniser) Name() (engine, version string) { return ocr.Engine, t.Version() }
func (t converter) Name() (engine, version string)  { return libreoffice.Engine, t.Version() }
func (t prober) Name() (engine, version string)     { return ffprobe.Engine, t.Version() }
func (t pdfReader) Name() (engine, version string)  { return poppler.Engine, t.Version() }

func (t converter) Converts(mediaType string) string {
	form, ok := libreoffice.Target(libreoffice.Ending(mediaType))
	if !ok {
		return ""
	}
	return form.MediaType
}

func (t converter) Convert(ctx context.Context, src content.Source, mediaType string) (io.ReaderAt, int64, error) {
	made, err := t.Tool.Convert(ctx, src, libreoffice.Ending(mediaType), content.Options{Limits: t.limits})
	return bytes.NewReader(made), int64(len(made)), err
}

// findTools looks for the programs that reading can use. What is looked for and
// not found is an absence that is told where it matters, not a failure.
func findTools() reading.Tools {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	why := map[string]error{}
	tools := reading.Tools{Absent: func(step string) string { return absent(step, why[step]) }}
	if t, err := ocr.Find(ctx); err == nil {
		tools.OCR = recogniser{t}
	} else {
		why[text.StepOCR] = err
	}
	if t, err := libreoffice.Find(ctx); err == nil {
		tools.Convert = converter{t, content.DefaultLimits()}
	} else {
		why[text.StepConvert] = err
	}
	if t, err := ffprobe.Find(ctx); err == nil {
		tools.Probe = prober{t}
	} else {
		why[text.StepProbe] = err
	}
	if t, err := poppler.Find(ctx); err == nil {
		tools.PDFText = pdfReader{t}
	}
	return tools
}

// absent says what a step of reading needs that can't be used on this machine.
func absent(step string, why error) string {
	needs := "this needs ffprobe"
	switch step {
	case text.StepOCR:
		needs = "reading pictures needs Tesseract"
	case text.StepConvert:
		needs = "old office documents need LibreOffice"
	}
	if errors.Is(why, outside.ErrAbsent) || why == nil {
		return needs + ", which is not installed: see sanad doctor"
	}
	return needs + ", which can't be used: " + why.Error() + ": see sanad doctor"
}

// lookAtTools names the programs that widen what can be read; none is needed.
func lookAtTools(ctx context.Context) []cli.Finding {
	var out []cli.Finding
	for _, c := range []outside.Capability{
		outside.Walls(ctx), ocr.Capability(ctx), poppler.Capability(ctx), libreoffice.Capability(ctx), ffprobe.Capability(ctx),
	} {
		f := cli.Finding{Name: c.Program, OK: c.Missing == nil, Detail: c.Purpose}
		if c.Version != "" {
			f.Detail = c.Version + ": " + c.Purpose
		}
		if c.Missing != nil {
			f.Detail, f.Do = c.Purpose+"; "+c.Missing.Error(), c.Advice()
		}
		out = append(out, f)
	}
	return out
}
