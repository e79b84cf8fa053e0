package sql

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sanad/internal/core/intake"
)

const petitionColumns = `SELECT body, actor, time, idx, closed FROM view_petition`

func scanPetition(r scanner) (p intake.Petition, err error) {
	var body string
	var us int64
	if err := r.Scan(&body, &p.Opener, &us, &p.Index, &p.Closed); err != nil {
		return p, err
	}
	p.At = fromMicros(us)
	if err := json.Unmarshal([]byte(body), &p.PetitionOpened); err != nil {
		return p, fmt.Errorf("reading the petition of entry %d: %w", p.Index, err)
	}
	p.Tally.Sealed, p.Names.Sealed = nil, nil
	return p, nil
}

func (s *state) Petition(ctx context.Context, id string) (intake.Petition, error) {
	p, err := one(ctx, s.q, scanPetition, "petition", id, petitionColumns+` WHERE id = $1`, id)
	if err != nil {
		return p, err
	}
	return s.worded(ctx, p)
}

func (s *state) worded(ctx context.Context, p intake.Petition) (intake.Petition, error) {
	var err error
	p.Texts, err = collect(ctx, s.q, func(r scanner) (t intake.PetitionWorded, err error) {
		var body string
		if err := r.Scan(&body); err != nil {
			return t, err
		}
		return t, json.Unmarshal([]byte(body), &t)
	}, `SELECT body FROM view_petition_text WHERE petition = $1 ORDER BY idx`, p.Petition)
	return p, err
}

func (s *state) Petitions(ctx context.Context, caseName string) ([]intake.Petition, error) {
	all, err := collect(ctx, s.q, scanPetition, petitionColumns+` WHERE ($1 = '' OR case_name = $1) ORDER BY idx`, caseName)
	for i := range all {
		if err == nil {
			all[i], err = s.worded(ctx, all[i])
		}
	}
	return all, err
}

const signatureColumns = `SELECT petition, version, idx, withdrawn FROM view_signature`

func scanSignature(r scanner) (n intake.SignatureNow, err error) {
	return n, r.Scan(&n.Petition, &n.Version, &n.Entry, &n.Withdrawn)
}

func (s *state) SignatureOf(ctx context.Context, code string) (intake.SignatureNow, error) {
	return one(ctx, s.q, scanSignature, "signature", "of this code", signatureColumns+` WHERE code = $1`, code)
}

func (s *state) Signatures(ctx context.Context, petition string, yield func(intake.SignatureNow) error) error {
	return walk(ctx, s.q, -1, 0, scanSignature, func(n intake.SignatureNow) int64 { return n.Entry }, yield,
		signatureColumns+` WHERE petition = $1 AND idx > $2 ORDER BY idx LIMIT $3`, petition)
}

func (s *state) CountSignatures(ctx context.Context, petition string) (received, withdrawn int64, err error) {
	err = s.q.QueryRowContext(ctx, `SELECT COUNT(*) FROM view_signature WHERE petition = $1`, petition).Scan(&received)
	if err == nil {
		err = s.q.QueryRowContext(ctx, `SELECT COUNT(*) FROM view_signature_withdrawn WHERE petition = $1`, petition).Scan(&withdrawn)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("counting the signatures of %s: %w", petition, err)
	}
	return received, withdrawn, nil
}

// week is as long as what is told of when people signed: days would tell more
// than a chart needs. Weeks begin on Mondays; 1970 began on a Thursday.
const (
	weekMicros  = int64(7 * 24 * time.Hour / time.Microsecond)
	firstMonday = int64(4 * 24 * time.Hour / time.Microsecond)
)

func (s *state) SignaturesByWeek(ctx context.Context, petition string) ([]intake.SignedIn, error) {
	return collect(ctx, s.q, func(r scanner) (in intake.SignedIn, err error) {
		var n int64
		err = r.Scan(&n, &in.Signed, &in.Withdrawn)
		in.Week = fromMicros(n*weekMicros + firstMonday)
		return in, err
	}, `SELECT week, SUM(signed), SUM(withdrawn) FROM (
			SELECT (time - $2) / $3 AS week, 1 AS signed, 0 AS withdrawn FROM view_signature WHERE petition = $1
			UNION ALL SELECT (time - $2) / $3, 0, 1 FROM view_signature_withdrawn WHERE petition = $1) all_weeks
		GROUP BY week ORDER BY week`, petition, firstMonday, weekMicros)
}

func (s *state) Tallies(ctx context.Context, petition string) ([]intake.Tally, error) {
	return collect(ctx, s.q, func(r scanner) (t intake.Tally, err error) {
		var body string
		if err := r.Scan(&body, &t.Actor, &t.Index); err != nil {
			return t, err
		}
		return t, json.Unmarshal([]byte(body), &t.Tallied)
	}, `SELECT body, actor, idx FROM view_petition_turn WHERE petition = $1 AND kind = 'tallied' ORDER BY idx`, petition)
}

func (s *state) PetitionHistory(ctx context.Context, id string) ([]int64, error) {
	return collect(ctx, s.q, scanIndex, `SELECT idx FROM view_petition WHERE id = $1
		UNION ALL SELECT idx FROM view_petition_text WHERE petition = $1
		UNION ALL SELECT idx FROM view_petition_turn WHERE petition = $1 ORDER BY 1`, id)
}
