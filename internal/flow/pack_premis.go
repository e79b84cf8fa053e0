package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/format/premis"
)

// deed is something that was done to an original, as PREMIS tells it.
type deed struct {
	entry    int64
	kind     string
	at       time.Time
	by       string // a handle; "" where it is not told
	software string
	version  string
	detail   string
}

// deedsTo gives what the ledger says was done to an original: how it came in, its
// copies, its readings. Which steps are told, keep says; who did them only with
// staff, and never by name.
func deedsTo(ctx context.Context, s State, item custody.Sum, staff bool, keep func(custody.Step) bool) ([]deed, error) {
	steps, err := s.Steps(ctx, item)
	if err != nil {
		return nil, err
	}
	readings, err := s.Renditions(ctx, item)
	if err != nil {
		return nil, err
	}
	var out []deed
	for _, step := range steps {
		if !keep(step) {
			continue
		}
		d := deed{entry: step.Index, at: step.Time, by: step.Actor, detail: "entry " + fmt.Sprint(step.Index) + " of the ledger"}
		if !staff {
			d.by = ""
		}
		switch step.Event {
		case (custody.Acquired{}).Kind().Name:
			d.kind = "ingestion"
		case (custody.Exported{}).Kind().Name:
			d.kind = "dissemination"
			d.detail += ": copied as " + step.Detail
		case (text.Read{}).Kind().Name:
			d.kind = "text extraction"
			if i := slices.IndexFunc(readings, func(r text.Rendition) bool { return r.Index == step.Index }); i >= 0 {
				d.software, d.version = readings[i].Engine, readings[i].Version
			}
		default:
			continue
		}
		out = append(out, d)
	}
	return out, nil
}

// premis writes what was done to the files of a pack (PREMIS 3.0): each with its
// checksum, format and place, the events of its custody from the ledger, and the
// copying itself, in which every byte was compared with its checksum. People are
// numbered in the order in which they are met: who they are the ledger knows.
func (p *pack) premis(ctx context.Context, a *Archive, s State, now time.Time, below string, w io.Writer) error {
	out, err := premis.NewWriter(w)
	if err != nil {
		return err
	}
	objects := map[custody.Sum]string{} // the first of an original's files
	files := 0
	err = p.files(ctx, func(f packed) error {
		if files++; objects[f.item] == "" && !f.copied {
			objects[f.item] = p.object(files)
		}
		return nil
	})
	if err != nil {
		return err
	}
	files = 0
	err = p.files(ctx, func(f packed) error {
		files++
		id := p.object(files)
		made, copied := p.copies[f.path]
		if !copied {
			size, err := a.Originals.Size(ctx, f.item)
			if err != nil {
				return err
			}
			made = sized{f.item, size}
		}
		o := premis.Object{ID: id, SHA256: made.sum.String(), Size: made.bytes, Format: f.media, OriginalName: plainXML(f.original), Location: below + f.path}
		if f.parent != nil {
			o.Parent = objects[*f.parent]
		}
		return out.Object(o)
	})
	if err != nil {
		return err
	}
	d := &premisDeeds{out: out, pack: p, told: map[string]bool{}, staff: map[string]int{}, software: map[string]premis.Agent{}}
	files = 0
	err = p.files(ctx, func(f packed) error {
		files++
		return d.file(ctx, f, p.object(files), now)
	})
	if err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Values(d.staff)) {
		err = errors.Join(err, out.Agent(premis.Agent{ID: p.staff(n), Type: premis.Person}))
	}
	for _, id := range slices.Sorted(maps.Keys(d.software)) {
		err = errors.Join(err, out.Agent(d.software[id]))
	}
	return errors.Join(err, out.Close())
}

func (p *pack) object(n int) string { return fmt.Sprintf("%s:file:%d", p.id, n) }
func (p *pack) staff(n int) string  { return fmt.Sprintf("%s:staff:%d", p.id, n) }

// premisDeeds writes the events of a pack.
type premisDeeds struct {
	out      *premis.Writer
	pack     *pack
	told     map[string]bool // ids of events
	staff    map[string]int  // by handle
	software map[string]premis.Agent
}

func (d *premisDeeds) file(ctx context.Context, f packed, object string, now time.Time) error {
	deeds, err := d.pack.deeds(ctx, f)
	if err != nil {
		return err
	}
	for _, each := range deeds {
		id := fmt.Sprintf("%s:entry:%d", d.pack.id, each.entry)
		switch {
		case each.kind == "ingestion" && each.entry != f.entry && !f.copied:
			continue // of another file with the same bytes
		case each.kind == "dissemination" && d.told[id]:
			continue // one copy was of all files
		case each.kind == "text extraction":
			id += ":" + object[strings.LastIndexByte(object, ':')+1:]
		}
		if d.told[id] {
			continue
		}
		d.told[id] = true
		e := premis.Event{ID: id, Type: each.kind, Time: each.at, Detail: each.detail}
		if each.kind != "dissemination" {
			e.Objects = []string{object}
		}
		if agent := d.agent(each); agent != "" {
			e.Agents = []string{agent}
		}
		if err := d.out.Event(e); err != nil {
			return err
		}
	}
	detail, outcome := "copied with every byte compared with its SHA-256", "the checksum agreed"
	if f.copied {
		detail, outcome = "made in place of an original that does not leave", "the checksum was computed"
	}
	return d.out.Event(premis.Event{ID: object + ":packed", Type: "fixity check", Time: now, Detail: detail, Outcome: outcome, Objects: []string{object}})
}

func (d *premisDeeds) agent(e deed) string {
	switch {
	case e.software != "":
		id := "urn:sanad:engine:" + strings.Join(strings.Fields(e.software+" "+e.version), "-")
		d.software[id] = premis.Agent{ID: id, Name: e.software, Type: premis.Software, Version: e.version}
		return id
	case e.by != "":
		if d.staff[e.by] == 0 {
			d.staff[e.by] = len(d.staff) + 1
		}
		return d.pack.staff(d.staff[e.by])
	}
	return ""
}

// plainXML gives a name without what XML can't hold.
func plainXML(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
}
