package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"

	"sanad/internal/ground/fail"
)

type pictureCmd struct {
	ID   string `arg:"" help:"The item: a PDF or a picture."`
	Page int    `help:"Which page." default:"1"`
	Out  string `required:"" help:"The file to write, PNG; it must not be there yet." placeholder:"FILE"`
}

func (c *pictureCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.ID)
		if err != nil {
			return err
		}
		picture, err := a.Picture(s.ctx, item, c.Page)
		if err != nil {
			return err
		}
		if err := writeNew(c.Out, picture); err != nil {
			return err
		}
		out := struct {
			Item  string `json:"item"`
			Page  int    `json:"page"`
			Path  string `json:"path"`
			Bytes int    `json:"bytes"`
		}{item.Sum.String(), c.Page, c.Out, len(picture)}
		return s.answer(out, func() { s.sayf("wrote page %d to %s, %s", c.Page, c.Out, size(int64(len(picture)))) })
	})
}

// writeNew writes a file that is not there yet, and leaves none that is not
// whole.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fail.New(fail.Usage, "%s is there already", path).Do("name a new file")
	}
	if err != nil {
		return fail.New(fail.Failed, "writing %s: %w", path, err)
	}
	_, err = f.ReadFrom(bytes.NewReader(data))
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fail.New(fail.Failed, "writing %s: %w", path, err), os.Remove(path))
	}
	return nil
}
