package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
	"sanad/internal/face/site"
	"sanad/internal/fiction"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/store/disk"
	"sanad/verify"
)

// The files of the fictional case beside the archive's own.
const (
	demoFolder   = "demo"
	demoResult   = "demo/result.json"
	demoEvidence = "demo/evidence"
	demoDossier  = "demo/dossier"
	demoHolder   = "demo/keyholder.txt"
)

// demoAccounts are the two people a release needs, and one who only reads.
func demoAccounts() []cli.DemoAccount {
	all := []string{}
	for _, r := range guard.Roles() {
		all = append(all, string(r))
	}
	return []cli.DemoAccount{
		{User: "founder", Password: "fictional-founder", Roles: all},
		{User: "reviewer", Password: "fictional-reviewer", Roles: []string{"documenter", "reviewer", "publisher"}},
		{User: "reader", Password: "fictional-reader", Roles: []string{"reader"}},
	}
}

// demonstration is a fictional case in the making.
type demonstration struct {
	p        *parts
	c        fiction.Case
	say      func(format string, args ...any)
	founder  guard.Actor
	reviewer guard.Actor
	entities map[string]string   // fiction's entity to the archive's
	named    map[string]bool     // of those, which have a name
	sums     map[string]string   // path of a file to its item
	passages map[string]string   // path and words to the passage
	keys     map[string]string   // fiction's key of a claim to the archive's
	restOn   map[string][]string // path to the claims on it
	findings map[string]finding.Made
	turns    []turnOf
	made     int // claims recorded by hand
	truth    map[string]any
}

// demo makes the fictional case and runs the whole thread on it. A folder that
// holds one already is served as it is.
func (w workshop) demo(ctx context.Context, req cli.DemoRequest, say func(format string, args ...any)) (cli.DemoResult, error) {
	dir := orElse(req.Dir, "sanad-demo")
	if before, err := os.ReadFile(filepath.Join(dir, demoResult)); err == nil {
		return w.demoAgain(ctx, dir, before, say)
	}
	made, err := w.initArchive(ctx, cli.InitRequest{Dir: dir, Name: "Varanda: the fictional case", User: "founder", DB: req.DB, Blobs: req.Blobs})
	if err != nil {
		return cli.DemoResult{}, err
	}
	set, err := readSettings(made.Archive)
	if err != nil {
		return cli.DemoResult{}, err
	}
	p, err := w.assemble(ctx, made.Archive, set, false)
	if err != nil {
		return cli.DemoResult{}, err
	}
	d := newDemonstration(p, fiction.Make(req.Seed, req.People), say)
	say("made the archive %s; everything in it is invented", relative(made.Archive))
	if err := d.run(ctx); err != nil {
		return cli.DemoResult{}, errors.Join(err, p.Close())
	}
	return d.result(made.Archive)
}

func newDemonstration(p *parts, c fiction.Case, say func(string, ...any)) *demonstration {
	return &demonstration{
		p: p, c: c, say: say, entities: map[string]string{}, named: map[string]bool{}, sums: map[string]string{},
		passages: map[string]string{}, keys: map[string]string{}, restOn: map[string][]string{}, findings: map[string]finding.Made{}, truth: map[string]any{},
	}
}

// demoAgain serves a case that was made before.
func (w workshop) demoAgain(ctx context.Context, dir string, before []byte, say func(string, ...any)) (cli.DemoResult, error) {
	var truth map[string]any
	if err := json.Unmarshal(before, &truth); err != nil {
		return cli.DemoResult{}, fail.New(fail.Failed, "reading %s: %w", demoResult, err).Do("remove the folder and make the case again")
	}
	opened, err := w.open(ctx, dir, "founder")
	if err != nil {
		return cli.DemoResult{}, err
	}
	say("the fictional case was made before: %s", relative(opened.Dir))
	return cli.DemoResult{Archive: opened.Dir, Accounts: demoAccounts(), Dossier: filepath.Join(opened.Dir, demoDossier), Truth: truth, Serve: opened.Serve, Close: opened.Close}, nil
}

func (d *demonstration) result(dir string) (cli.DemoResult, error) {
	data, err := json.MarshalIndent(d.truth, "", "  ") // people read it
	if err == nil {
		err = writeWhole(filepath.Join(dir, demoResult), data, 0o600)
	}
	if err != nil {
		return cli.DemoResult{}, errors.Join(err, d.p.Close())
	}
	return cli.DemoResult{Archive: dir, Accounts: demoAccounts(), Dossier: filepath.Join(dir, demoDossier), Truth: d.truth, Serve: d.p.serve, Close: d.p.Close}, nil
}

// run is the whole thread.
func (d *demonstration) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{d.accounts, d.evidence, d.collect, d.read, d.claims, d.review, d.conclude, d.fall, d.lists, d.people, d.estimate, d.answers, d.terms, d.release, d.memorial, d.strangers, d.petition, d.check} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("making the fictional case: %w", err)
		}
	}
	return nil
}

func (d *demonstration) accounts(ctx context.Context) error {
	d.founder = guard.Actor{Handle: "founder", Roles: guard.Roles()}
	accounts, err := d.p.accounts()
	if err != nil {
		return err
	}
	for _, a := range demoAccounts() {
		roles := make([]guard.Role, len(a.Roles))
		for i, r := range a.Roles {
			roles[i] = guard.Role(r)
		}
		if a.User != d.founder.Handle {
			if err := flow.AddUser(ctx, d.p.archive, d.founder, a.User, roles, false); err != nil {
				return err
			}
		}
		if a.User == "reviewer" {
			d.reviewer = guard.Actor{Handle: a.User, Roles: roles}
		}
		if err := accounts.SetPassword(ctx, d.founder, a.User, a.Password); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(d.p.dir, demoFolder), 0o700); err != nil {
		return err
	}
	recipient, err := newHolder(filepath.Join(d.p.dir, demoHolder))
	if err != nil {
		return err
	}
	return flow.AddHolder(ctx, d.p.archive, d.founder, guard.Holder{Name: "keyholder", Recipient: recipient})
}

// evidence writes the folder that volunteers hand in.
func (d *demonstration) evidence(context.Context) error {
	for _, f := range d.c.Files {
		if err := d.write(f.Path, func(w *os.File) error {
			_, err := w.Write(f.Bytes)
			return err
		}); err != nil {
			return err
		}
	}
	for _, l := range d.tables() {
		if err := d.write(l.Path, func(w *os.File) error { return l.WriteCSV(w) }); err != nil {
			return err
		}
	}
	return nil
}

func (d *demonstration) path(name string) string {
	return filepath.Join(d.p.dir, demoEvidence, filepath.FromSlash(name))
}

func (d *demonstration) write(name string, write func(*os.File) error) error {
	path := d.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// release is asked for by one person, approved by another, and built.
func (d *demonstration) release(ctx context.Context) error {
	asked, withheld, err := flow.RequestRelease(ctx, d.p.archive, d.founder, flow.ReleaseRequest{
		Case: flow.DefaultCase, Title: "The Autumn dossier (fictional)", Audience: "an invented prosecutor", To: "invented-prosecutor",
		Open: []string{"Person.health", "Person.dental", "Person.residence", "Person.relative", "Person.affiliation", "Person.identifier", "Site.location", "Site.markers", "Document.whereabouts"}, Reason: "to show how a dossier is made"}, time.Now())
	if err != nil {
		return err
	}
	if err := flow.ApproveRelease(ctx, d.p.archive, d.reviewer, asked.Release, "read and agreed", time.Now()); err != nil {
		return err
	}
	folder, err := disk.NewFolder(filepath.Join(d.p.dir, demoDossier), disk.FolderOptions{Public: true})
	if err != nil {
		return err
	}
	built, err := flow.BuildRelease(ctx, d.p.archive, d.founder, asked.Release, time.Now(), flow.BuildOptions{Pages: site.Pages}, folder)
	if err != nil {
		return errors.Join(err, folder.Abort())
	}
	if err := folder.Finish(); err != nil {
		return err
	}
	d.say("release %s, asked for by founder, approved by reviewer: %d claims, %d originals, %d withheld, %d files", asked.Release, asked.Claims, asked.Items, len(withheld), built.Files)
	return nil
}

// check looks at both as the commands do.
func (d *demonstration) check(ctx context.Context) error {
	checked, err := flow.Check(ctx, d.p.archive, flow.CheckRequest{Fixity: true, Views: d.p.compareViews, Seen: d.p.seen.Load}, func(string, int64, int64) {})
	if err != nil {
		return err
	}
	d.say("sanad --archive %s verify --fixity: %d entries, %d originals, %d violations", relative(d.p.dir), checked.Events, checked.Items, len(checked.Violations))
	if !checked.OK() {
		return fail.New(fail.Integrity, "the fictional case does not verify: %v", checked.Violations)
	}
	for _, bundle := range []string{demoDossier, demoSite} {
		root, err := os.OpenRoot(filepath.Join(d.p.dir, bundle))
		if err != nil {
			return err
		}
		report := verify.Any(ctx, root.FS(), verify.Options{Key: d.p.set.Key})
		if err := root.Close(); err != nil {
			return err
		}
		d.say("sanad-verify %s: ok %t, %d checks", relative(filepath.Join(d.p.dir, bundle)), report.OK, len(report.Checks))
		if !report.OK {
			return fail.New(fail.Integrity, "%s of the fictional case does not verify: %v", bundle, report.Checks)
		}
	}
	return nil
}

// relative shortens a path for people, if it is below the current folder.
func relative(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(wd, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}
