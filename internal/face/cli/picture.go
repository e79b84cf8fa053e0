package cli

import "sanad/internal/core/custody"

type pictureCmd struct {
	ID   string `arg:"" help:"The item: a PDF or a picture."`
	Page int    `help:"Which page." default:"1"`
	Out  string `required:"" help:"The file to write, PNG; it must not be there yet." placeholder:"FILE"`
}

// drawnPage is a page that was drawn.
type drawnPage struct {
	Item  string `json:"item"`
	Page  int    `json:"page"`
	Path  string `json:"path"`
	Bytes int    `json:"bytes"`
}

func (c *pictureCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.ID)
		if err != nil {
			return err
		}
		picture, err := a.Picture(s.ctx, item, c.Page)
		if err == nil {
			err = see(s, a, item, custody.LookPicture)
		}
		if err != nil {
			return err
		}
		if err := s.files().Write(c.Out, picture); err != nil {
			return err
		}
		out := drawnPage{item.Sum.String(), c.Page, c.Out, len(picture)}
		return s.answer(out, func() { s.sayf("wrote page %d to %s, %s", c.Page, c.Out, size(int64(len(picture)))) })
	})
}
