package sql

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/likeness"
	"sanad/internal/core/search"
	"sanad/internal/ground/fail"
)

// prints keeps the fingerprints of a subject, and where they meet others.
func (w *indexWriter) prints(ctx context.Context, s search.Subject, at subjectRow) error {
	for _, p := range s.Prints {
		if s.Append && p.Kind == search.PrintText {
			var err error
			if p, err = w.merged(ctx, p, at); err != nil {
				return err
			}
		}
		if err := w.rows.insert(ctx, "search_print", "subject, kind, print", "", at.id, p.Kind, p.Data); err != nil {
			return err
		}
		for _, band := range p.Bands {
			err := w.rows.insert(ctx, "search_band", "kind, band, sealed, subject", "ON CONFLICT DO NOTHING", p.Kind, band, int(at.side), at.id)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// merged takes out the fingerprint of the parts that are there and gives that
// of all parts.
func (w *indexWriter) merged(ctx context.Context, p search.Print, at subjectRow) (search.Print, error) {
	if err := w.rows.flush(ctx); err != nil {
		return p, err
	}
	before, err := w.unprint(ctx, at.id, p.Kind)
	if err != nil || before == nil {
		return p, err
	}
	var all, more likeness.Sketch
	if err := errors.Join(all.UnmarshalBinary(before), more.UnmarshalBinary(p.Data)); err != nil {
		return p, fmt.Errorf("reading a fingerprint: %w", err)
	}
	all.Merge(&more)
	p.Bands = all.Bands()
	p.Data, err = all.MarshalBinary()
	return p, err
}

// unprint takes out a fingerprint, nil if there is none. Its keys are computed
// again: an index over them would cost as much as the keys.
func (w *indexWriter) unprint(ctx context.Context, subject int64, kind int) (data []byte, err error) {
	err = w.tx.QueryRowContext(ctx, `SELECT print FROM search_print WHERE subject = $1 AND kind = $2`, subject, kind).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a fingerprint: %w", err)
	}
	_, bands, _, err := comparing(kind, data)
	if err != nil {
		return nil, err
	}
	if _, err := w.tx.ExecContext(ctx, `DELETE FROM search_print WHERE subject = $1 AND kind = $2`, subject, kind); err != nil {
		return nil, fmt.Errorf("taking out a fingerprint: %w", err)
	}
	if len(bands) == 0 {
		return data, nil
	}
	var s statement
	keys := make([]string, len(bands))
	for i, b := range bands {
		keys[i] = s.param(b)
	}
	_, err = w.tx.ExecContext(ctx, `DELETE FROM search_band WHERE kind = `+s.param(kind)+` AND band IN (`+strings.Join(keys, ", ")+`) AND subject = `+s.param(subject), s.args...)
	return data, err
}

// comparedAtMost is how many candidates are compared: those that share most
// bands. Of a form that was filled in a million times, these are shown.
const comparedAtMost = 2000

// Near implements flow.SearchIndex.
func (x *Index) Near(ctx context.Context, ref string, whole bool) (near []search.Near, err error) {
	type printed struct {
		kind int
		data []byte
	}
	var q statement
	asked := q.param(ref)
	mine, err := collect(ctx, x.b.reader, func(r scanner) (p printed, err error) {
		return p, r.Scan(&p.kind, &p.data)
	}, `SELECT p.kind, p.print FROM search_subject s JOIN search_print p ON p.subject = s.id WHERE s.ref = `+asked+` AND `+x.seen(&q, whole)+` ORDER BY s.id, p.kind`, q.args...)
	if err != nil {
		return nil, x.b.explain(fmt.Errorf("reading the fingerprints of %s: %w", ref, err))
	}
	best := map[search.Near]float64{}
	for _, p := range mine {
		like, _, bands, err := comparing(p.kind, p.data)
		if err != nil {
			return nil, err
		}
		if err := x.compare(ctx, ref, whole, p.kind, bands, like, best); err != nil {
			return nil, x.b.explain(fmt.Errorf("comparing %s: %w", ref, err))
		}
	}
	for n, like := range best {
		n.Likeness = like
		near = append(near, n)
	}
	slices.SortFunc(near, func(a, b search.Near) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Kind, b.Kind))
	})
	return near, nil
}

// seen writes the condition that a subject s is seen.
func (x *Index) seen(q *statement, whole bool) string {
	if x.eyes != nil {
		return seenBy(q, *x.eyes)
	}
	return `s.sealed <= ` + q.param(bit(whole))
}

// comparing gives how another fingerprint is compared with this one, under
// which keys this one lies, and under which those that are worth it.
func comparing(kind int, data []byte) (like func(other []byte) (float64, error), own, probes []int64, err error) {
	if kind == search.PrintPicture {
		if len(data) != 8 {
			return nil, nil, nil, fail.New(fail.Integrity, "a picture's hash has %d bytes", len(data)).Do("run sanad rebuild")
		}
		p := likeness.Picture(binary.BigEndian.Uint64(data))
		return func(other []byte) (float64, error) {
			if len(other) != 8 {
				return 0, fail.New(fail.Integrity, "a picture's hash has %d bytes", len(other)).Do("run sanad rebuild")
			}
			return p.Like(likeness.Picture(binary.BigEndian.Uint64(other))), nil
		}, p.Bands(), p.Probes(), nil
	}
	var s likeness.Sketch
	if err := s.UnmarshalBinary(data); err != nil {
		return nil, nil, nil, err
	}
	own = s.Bands()
	return func(other []byte) (float64, error) {
		var o likeness.Sketch
		if err := o.UnmarshalBinary(other); err != nil {
			return 0, err
		}
		like := s.Like(&o)
		if like < likeness.AtLeast {
			return 0, nil
		}
		return like, nil
	}, own, own, nil
}

// compare looks at what lies under the same keys, and keeps in best what is
// alike.
func (x *Index) compare(ctx context.Context, ref string, whole bool, kind int, bands []int64, like func([]byte) (float64, error), best map[search.Near]float64) error {
	if len(bands) == 0 {
		return nil
	}
	var s statement
	keys := make([]string, len(bands))
	for i, b := range bands {
		keys[i] = s.param(b)
	}
	seen := ""
	if x.eyes == nil {
		seen = `b.sealed <= ` + s.param(bit(whole))
	} else {
		seen = `b.subject IN (SELECT s.id FROM search_subject s WHERE ` + seenBy(&s, *x.eyes) + `)`
	}
	query := `SELECT o.ref, p.print FROM (SELECT b.subject AS subject, count(*) AS shared FROM search_band b
		WHERE b.kind = ` + s.param(kind) + ` AND b.band IN (` + strings.Join(keys, ", ") + `) AND ` + seen + `
		GROUP BY b.subject ORDER BY 2 DESC, 1 LIMIT ` + s.param(comparedAtMost) + `) found
		JOIN search_subject o ON o.id = found.subject JOIN search_print p ON p.subject = found.subject AND p.kind = ` + s.param(kind) + `
		WHERE o.ref <> ` + s.param(ref)
	_, err := collect(ctx, x.b.reader, func(r scanner) (struct{}, error) {
		n := search.Near{Kind: kind}
		var data []byte
		if err := r.Scan(&n.Ref, &data); err != nil {
			return struct{}{}, err
		}
		alike, err := like(data)
		if alike > best[n] {
			best[n] = alike
		}
		return struct{}{}, err
	}, query, s.args...)
	return err
}
