package desk

import (
	"archive/zip"
	"context"
	"io"
	"net/http"
	"strconv"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// sendTally gives the proof of a count as one file to take along. It is written
// while it is sent; one that breaks off has no end, and no program opens it.
func sendTally(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	entry, err := strconv.ParseInt(v.r.PathValue("entry"), 10, 64)
	if err != nil || entry < 1 {
		return fail.New(fail.NotFound, "there is no such tally")
	}
	var t intake.Tally
	err = v.look(ctx, func(ctx context.Context, s *sight) error {
		p, err := s.Petition(ctx, v.r.PathValue("petition"))
		if err == nil {
			t, err = flow.TallyOf(ctx, s, p.Petition, entry)
		}
		return err
	})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Security-Policy", boxed)
	h.Set("Content-Disposition", `attachment; filename="tally-`+t.Petition+`.zip"`)
	if v.r.Method == http.MethodHead {
		return nil
	}
	out := zip.NewWriter(w)
	if _, err := flow.ProveTally(ctx, v.archive(), v.actor, t, zipped{out, "tally-" + t.Petition + "/"}); err != nil {
		return err
	}
	return out.Close()
}

// zipped writes the files of a folder into one, each after the one before.
type zipped struct {
	zip    *zip.Writer
	folder string
}

func (z zipped) Create(name string) (io.WriteCloser, error) {
	w, err := z.zip.Create(z.folder + name)
	return notClosed{w}, err
}

type notClosed struct{ io.Writer }

func (notClosed) Close() error { return nil }
