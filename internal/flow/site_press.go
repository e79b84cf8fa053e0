package flow

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"sanad/internal/core/custody"
	"sanad/internal/format/dossier"
	"sanad/internal/ground/fail"
)

// SiteSink receives the files of a site. Where a site stands already, the new one
// MUST take its place at once when it is whole, or not at all.
type SiteSink interface {
	Sink
	// Earlier opens a file of the site that stands there. It MUST give an error
	// that is fs.ErrNotExist where there is none.
	Earlier(name string) (io.ReadCloser, error)
	// Keep takes a file over from it as it is, and gives its length in bytes.
	Keep(name string) (int64, error)
}

// earlierSite is what is known of the site that stands where a new one will.
type earlierSite struct {
	sink  SiteSink
	sums  map[string]custody.Sum // by path, as its manifest names them
	cards map[string]Card
	order []string // of the cards
	gone  []Gone
	drawn map[string]custody.Sum
}

// maxLine bounds a line of what a site tells of itself.
const maxLine = 4 << 20

// standingSite reads what stands there, if anything does. It believes only a manifest
// that the ledger says was built, and files whose sums that manifest names: whoever
// changed the folder must not be able to put words into the next one. Files that
// are taken over are not read: the new manifest names the sum they must have.
func standingSite(ctx context.Context, s State, sink SiteSink) (*earlierSite, error) {
	e := &earlierSite{sink: sink, sums: map[string]custody.Sum{}, cards: map[string]Card{}, drawn: map[string]custody.Sum{}}
	text, err := e.read(dossier.ManifestFile, nil)
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil
	}
	if err != nil {
		return nil, err
	}
	if err := ours(ctx, s, sha256.Sum256(text)); err != nil {
		return nil, err
	}
	err = dossier.ReadManifest(bytes.NewReader(text), func(l dossier.Line) error {
		e.sums[l.Path] = l.Sum
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	if _, site := e.sums[dossier.SiteFile]; !site {
		return nil, fail.New(fail.Conflict, "what stands there is a dossier and no site").Do("name another folder")
	}
	return e, e.told()
}

// ours refuses a manifest that this ledger never sealed.
func ours(ctx context.Context, s State, manifest custody.Sum) error {
	all, err := s.Releases(ctx, "")
	if err != nil {
		return err
	}
	for _, r := range all {
		builds, err := s.Builds(ctx, r.Requested.Release)
		if err != nil {
			return err
		}
		for _, b := range builds {
			if b.Manifest == manifest {
				return nil
			}
		}
	}
	return fail.New(fail.Conflict, "what stands there is no site of this archive, or was changed").Do("look at it: sanad-verify FOLDER; or name another folder")
}

// told reads what the site tells of itself.
func (e *earlierSite) told() error {
	err := e.each(dossier.CardsFile, func(line []byte) error {
		var c Card
		err := json.Unmarshal(line, &c)
		if _, twice := e.cards[c.ID]; !twice {
			e.order = append(e.order, c.ID)
		}
		e.cards[c.ID] = c
		return err
	})
	if err != nil {
		return err
	}
	err = e.each(dossier.GoneFile, func(line []byte) error {
		var g Gone
		err := json.Unmarshal(line, &g)
		e.gone = append(e.gone, g)
		return err
	})
	if err != nil {
		return err
	}
	return e.each(dossier.DrawnFile, func(line []byte) error {
		var d drawnLine
		err := json.Unmarshal(line, &d)
		e.drawn[d.Key] = d.Inputs
		return err
	})
}

func (e *earlierSite) each(name string, yield func([]byte) error) error {
	want, ok := e.sums[name]
	if !ok {
		return nil
	}
	data, err := e.read(name, &want)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if err := yield(lines.Bytes()); err != nil {
			return fmt.Errorf("reading %s of the site that stands there: %w", name, err)
		}
	}
	return lines.Err()
}

// read reads a file, and checks its sum if one is given.
func (e *earlierSite) read(name string, want *custody.Sum) ([]byte, error) {
	f, err := e.sink.Earlier(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if want != nil && custody.Sum(sha256.Sum256(data)) != *want {
		return nil, fail.New(fail.Integrity, "%s of the site that stands there was changed", name).Do("look at it: sanad-verify FOLDER; then build into a new folder")
	}
	return data, nil
}

// drawnLine says what a page was drawn from.
type drawnLine struct {
	Key    string      `json:"key"`
	Inputs custody.Sum `json:"inputs"`
}

// sitePress is the press of one build.
type sitePress struct {
	b     *builder
	e     *earlierSite
	drawn []drawnLine
	kept  int64
}

// Unchanged implements Press.
func (p *sitePress) Unchanged(key string, inputs custody.Sum, paths ...string) (bool, error) {
	p.drawn = append(p.drawn, drawnLine{key, inputs})
	if was, ok := p.e.drawn[key]; !ok || was != inputs {
		return false, nil
	}
	for _, path := range paths {
		if _, ok := p.e.sums[path]; !ok {
			return false, nil
		}
	}
	for _, path := range paths {
		if err := p.keep(path); err != nil {
			return false, err
		}
	}
	return true, nil
}

// keep takes a file over that the earlier manifest names.
func (p *sitePress) keep(path string) error {
	size, err := p.e.sink.Keep(path)
	if err != nil {
		return fmt.Errorf("taking %s over from the site that stands there: %w", path, err)
	}
	p.b.lines = append(p.b.lines, dossier.Line{Sum: p.e.sums[path], Path: path})
	p.b.out.Files++
	p.b.out.Bytes += size
	p.kept++
	return nil
}

// Put implements Press.
func (p *sitePress) Put(path string, data []byte) error { return p.b.put(path, data) }

// keepBlob takes an original or a rendition over, which is named by its sum.
func (p *sitePress) keepBlob(path string, sum custody.Sum) (bool, error) {
	if was, ok := p.e.sums[path]; !ok || was != sum {
		return false, nil
	}
	return true, p.keep(path)
}
