package cli

import (
	"errors"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type exportCmd struct {
	Bagit  exportBagCmd    `cmd:"" help:"An accession as a bag (BagIt 1.0) to keep, or what a release holds."`
	Ocfl   exportOCFLCmd   `cmd:"" help:"An accession as an object of an OCFL 1.1 storage root to keep, or what a release holds."`
	Graph  exportGraphCmd  `cmd:"" help:"Everything claimed, judged and concluded, for another archive (JSON Lines): to keep, not to hand on."`
	Csv    exportCSVCmd    `cmd:"" help:"What may leave, as tables (CSV)."`
	Xlsx   exportXLSXCmd   `cmd:"" help:"What may leave, as one workbook."`
	Jsonl  exportJSONLCmd  `cmd:"" help:"What may leave, as JSON Lines."`
	Jsonld exportJSONLDCmd `cmd:"" help:"What may leave, as linked data (JSON-LD, PROV-O)."`
	Edrm   exportEDRMCmd   `cmd:"" help:"What may leave, as load files of courts (Concordance DAT, Opticon OPT), with originals, text and images."`
	Wacz   exportWACZCmd   `cmd:"" help:"The web archives that may leave (WACZ 1.1.1)."`
	Ftm    exportFtMCmd    `cmd:"" help:"What may leave, as entities and statements of FollowTheMoney, and what these can't hold."`
	Tiles  exportTilesCmd  `cmd:"" help:"The log as static files (C2SP tlog-tiles), naming nobody."`
}

// exportTo says which accession goes where.
type exportTo struct {
	Accession string `arg:"" optional:"" help:"The accession; may be left out if there is just one."`
	Release   string `help:"Instead, what this release holds, which two people approved." placeholder:"RELEASE"`
	Out       string `required:"" help:"The folder to write; it must not exist." placeholder:"FOLDER"`
}

type exported struct {
	Path     string   `json:"path"`
	Items    int64    `json:"items"`
	SHA256   string   `json:"sha256"`
	Warnings []string `json:"warnings"`
}

type exportBagCmd struct{ exportTo }

func (c *exportBagCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.export(a, c.Out, func(sink flow.Sink) (flow.Export, error) {
			if c.Release != "" {
				return c.released(s, a, "bagit", sink)
			}
			id, err := c.accession(s, a)
			if err != nil {
				return flow.Export{}, err
			}
			return flow.ExportBag(s.ctx, a.Within, a.Actor, id, s.Clock(), sink)
		})
	})
}

type exportOCFLCmd struct{ exportTo }

func (c *exportOCFLCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.export(a, c.Out, func(sink flow.Sink) (flow.Export, error) {
			if c.Release != "" {
				return c.released(s, a, "ocfl", sink)
			}
			id, err := c.accession(s, a)
			if err != nil {
				return flow.Export{}, err
			}
			return flow.ExportOCFL(s.ctx, a.Within, a.Actor, id, s.Clock(), sink)
		})
	})
}

type exportTilesCmd struct {
	Out      string `required:"" help:"The folder to write; it must not exist." placeholder:"FOLDER"`
	Cosigned bool   `help:"End at the newest checkpoint that witnesses signed."`
}

func (c *exportTilesCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.export(a, c.Out, func(sink flow.Sink) (flow.Export, error) {
			return flow.ExportTiles(s.ctx, a.Whole, a.Actor, c.Cosigned, sink)
		})
	})
}

// released packs what leaves by a release.
func (c *exportTo) released(s *session, a *Opened, form string, sink flow.Sink) (flow.Export, error) {
	if c.Accession != "" {
		return flow.Export{}, fail.New(fail.Usage, "an accession and a release are named").Do("name one: an accession is copied to be kept, a release to be handed on")
	}
	got, err := flow.ExportReleased(s.ctx, a.Whole, a.Actor, c.Release, form, s.Clock(), sink)
	return got.Export, err
}

// accession gives the accession meant; none named is fine where there is one.
func (c *exportTo) accession(s *session, a *Opened) (string, error) {
	if c.Accession != "" {
		return c.Accession, nil
	}
	var ids []string
	err := s.look(a, func(st flow.State) error {
		return st.Accessions(s.ctx, "", func(acc custody.Accession) error {
			ids = append(ids, acc.ID)
			return nil
		})
	})
	if err == nil && len(ids) != 1 {
		err = fail.New(fail.Usage, "the archive has %s", many(int64(len(ids)), "accession", "accessions")).Do("name the one to export: sanad accessions lists them")
	}
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// writeFolder writes a folder that gets its name only when it is whole.
func (s *session) writeFolder(dest string, write func(flow.Sink) (flow.Export, error)) (exported, error) {
	dest, err := s.files().Place(dest)
	if err != nil {
		return exported{}, err
	}
	folder, err := s.Folder(dest)
	if err != nil {
		return exported{}, err
	}
	got, err := write(folder)
	if err != nil {
		return exported{}, errors.Join(err, folder.Abort())
	}
	return exported{dest, got.Items, got.SHA256, append([]string{}, got.Warnings...)}, folder.Finish()
}

// export writes a folder and tells of it.
func (s *session) export(a *Opened, dest string, write func(flow.Sink) (flow.Export, error)) error {
	out, err := s.writeFolder(dest, write)
	if err != nil {
		return err
	}
	return s.answer(out, func() {
		s.sayf("%s: %s", out.Path, many(out.Items, "item", "items"))
		for _, w := range out.Warnings {
			s.sayf("warning: %s", w)
		}
	})
}

type accessionsCmd struct {
	Case string `help:"Only accessions of this case."`
}

// accessionLine is an accession in a list.
type accessionLine struct {
	Accession string `json:"accession"`
	Case      string `json:"case"`
	Source    string `json:"source"`
	Sealed    bool   `json:"sealed"`
	Note      string `json:"note,omitempty"`
	Items     int64  `json:"items"`
	Bytes     int64  `json:"bytes"`
	Failed    int64  `json:"failed"`
	Complete  bool   `json:"complete"`
	Time      string `json:"time"`
}

func (c *accessionsCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			return st.Accessions(s.ctx, c.Case, func(acc custody.Accession) error {
				if !a.Actor.MaySeeIn(acc.Case, acc.Label) {
					return nil
				}
				out := accessionLine{acc.ID, acc.Case, acc.Source.Name, acc.Source.IsSealed(), acc.Note, acc.Items, acc.Bytes, acc.Failed, acc.Closed, stamp(acc.Time)}
				return s.answer(out, func() {
					source := out.Source
					if out.Sealed {
						source = "(sealed)"
					}
					state := ""
					if !out.Complete {
						state = "; interrupted"
					}
					s.sayf("%s  %s  %s, %s, from %s%s", out.Accession, out.Time, many(out.Items, "item", "items"), size(out.Bytes), source, state)
				})
			})
		})
	})
}
