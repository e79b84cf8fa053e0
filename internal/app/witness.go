package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"sanad/internal/core/witness"
	"sanad/internal/face/cli"
	answering "sanad/internal/face/witness"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/store/disk"
	keeping "sanad/internal/tool/witness"
)

// vouchingSettings says who is asked for their word on checkpoints.
type vouchingSettings struct {
	// As is the account in whose name all of them are asked once a day while the
	// desk or the door is served; "": only by hand.
	As          string              `json:"as,omitempty"`
	Witnesses   []witnessSettings   `json:"witnesses,omitempty"`
	Authorities []authoritySettings `json:"authorities,omitempty"`
}

type witnessSettings struct {
	Key string `json:"key"` // verifier key
	URL string `json:"url,omitempty"`
}

type authoritySettings struct {
	URL    string `json:"url"`
	Policy string `json:"policy,omitempty"`
	Roots  string `json:"roots,omitempty"` // file with certificates in PEM, below the archive's folder if not absolute
}

// vouching reads who is asked.
func (p *parts) vouching() (cli.Vouching, error) {
	var out cli.Vouching
	for _, w := range p.set.Vouching.Witnesses {
		key, err := witness.ParseKey(w.Key)
		if err != nil {
			return out, fail.New(fail.Usage, "a witness in %s: %w", settingsFile, err)
		}
		out.Witnesses = append(out.Witnesses, flow.WitnessAt{Key: key, URL: w.URL})
	}
	for _, a := range p.set.Vouching.Authorities {
		at := cli.Authority{URL: a.URL, Policy: a.Policy}
		if a.Roots != "" {
			path := a.Roots
			if !filepath.IsAbs(path) {
				path = filepath.Join(p.dir, path)
			}
			var err error
			if at.Roots, err = os.ReadFile(path); err != nil {
				return out, fail.New(fail.Failed, "reading the roots of the authority %s: %w", a.URL, err)
			}
		}
		out.Authorities = append(out.Authorities, at)
	}
	return out, nil
}

// vouch asks all of them for their word on the newest checkpoint, but for those
// since whose last word nothing else was recorded.
func (p *parts) vouch(ctx context.Context) (failed error) {
	of, err := p.vouching()
	of.Witnesses = within(of.Witnesses)
	if err != nil || p.set.Vouching.As == "" || len(of.Witnesses)+len(of.Authorities) == 0 {
		return err
	}
	signed, stamped, err := flow.NothingSince(ctx, p.archive, of.Witnesses)
	if err != nil {
		return err
	}
	actor, err := p.actor(ctx, p.set.Vouching.As)
	if err != nil {
		return err
	}
	ask := keeping.Client{}
	for _, a := range of.Authorities { // before the witnesses, whose word then covers that of these
		if !stamped {
			_, err := flow.Stamp(ctx, p.archive, actor, ask, a.URL, a.Policy, a.Roots, time.Now)
			failed = errors.Join(failed, err)
		}
	}
	if signed {
		return failed
	}
	asked, err := flow.Cosign(ctx, p.archive, actor, ask, of.Witnesses)
	for _, w := range asked {
		failed = errors.Join(failed, w.Err)
	}
	return errors.Join(failed, err)
}

// within leaves out witnesses that are reached by a file alone.
func within(all []flow.WitnessAt) (out []flow.WitnessAt) {
	for _, w := range all {
		if w.URL != "" {
			out = append(out, w)
		}
	}
	return out
}

func newWitness(dir, name string) (string, error) { return keeping.New(dir, name, rand.Reader) }

func (w workshop) openWitness(dir string) (cli.Witness, error) {
	of, err := keeping.Open(dir, func(path string) keeping.Memory { return disk.NewSeen(path, w.hook) }, time.Now)
	if err != nil {
		return nil, err // a nil witness in an interface would be none
	}
	return of, nil
}

// serveWitness answers for a witness until ctx ends.
func serveWitness(ctx context.Context, w cli.Witness, listen string, ready func(address string)) error {
	l, err := listenOn(listen)
	if err != nil {
		return err
	}
	handler := answering.New(w, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	ready(addressOf(l))
	if err := serveUntil(ctx, []post{{l, witnessServer(handler)}}); err != nil {
		return fmt.Errorf("serving the witness %s: %w", w.Name(), err)
	}
	return nil
}

// witnessServer is short of patience: a request has some kilobytes.
func witnessServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 30 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          silent(), // it would write the addresses of who asks
	}
}

// wordEvery is how old the newest word of others may be where it is asked for daily.
const wordEvery = 7 * 24 * time.Hour

// lookAtWitnesses tells whose word is missing. That nobody is asked is no fault of the
// machine, and is said.
func lookAtWitnesses(ctx context.Context, a *cli.Opened, now time.Time) cli.Finding {
	f := cli.Finding{Name: "witnesses"}
	of, err := a.Vouching()
	var last []witness.CosignedNow
	if err == nil {
		err = a.Book.Look(ctx, func(ctx context.Context, s flow.State) (err error) {
			last, err = s.Cosigned(ctx, flow.VouchQuery{Limit: 1})
			return err
		})
	}
	var quiet bool
	if err == nil {
		quiet, _, err = flow.NothingSince(ctx, a.Whole, of.Witnesses)
	}
	switch {
	case err != nil:
		f.Detail, f.Do = err.Error(), "mend what sanad.json says under vouching"
	case len(last) == 0:
		f.OK = len(of.Witnesses) == 0
		f.Detail, f.Do = "nobody outside has signed a checkpoint", "let partners sign each other's: sanad checkpoint cosign --help"
	default:
		f.OK = len(of.Witnesses) == 0 || quiet || now.Sub(last[0].At) < wordEvery
		f.Detail = fmt.Sprintf("the first %d entries are signed by others, last on %s", last[0].Size, last[0].At.Format(time.DateOnly))
		if !f.OK {
			f.Do = "ask the witnesses: sanad checkpoint cosign"
		}
	}
	return f
}
