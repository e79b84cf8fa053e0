package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/store/disk"
	"sanad/verify"
)

// demoPetition is what came of the petition of the story, beside its truth.
type demoPetition struct {
	Petition   string `json:"petition"`
	Signatures int64  `json:"signatures"`
	Withdrawn  int64  `json:"withdrawn"`
	Distinct   int64  `json:"distinct"`
	Truth      int    `json:"truth"` // people who signed and did not take it back
	Proof      string `json:"proof"`
}

const (
	demoSigned  = "find-them"
	demoTally   = "demo/tally"
	demoSigners = 36
)

// petition is opened, signed by invented children of the invented dead, and
// counted by its key holder and another account.
func (d *demonstration) petition(ctx context.Context) error {
	if err := d.openPetition(ctx); err != nil {
		return err
	}
	door := flow.NewSigning(d.p.archive, flow.NewGather(d.p.archive, flow.DoorActor()))
	for i := range demoSigners {
		if _, err := door.Sign(ctx, d.signature(i, "fa")); err != nil {
			return err
		}
	}
	for _, again := range []int{4, 9} { // who forgot that they signed, and writes in other letters
		if _, err := door.Sign(ctx, d.signature(again, "en")); err != nil {
			return err
		}
	}
	regrets, err := door.Sign(ctx, d.signature(demoSigners, "fa"))
	if err == nil {
		_, err = door.Withdraw(ctx, strings.Join(code.Words(regrets.Code, "fa"), " "))
	}
	if err == nil {
		err = flow.ClosePetition(ctx, d.p.archive, d.founder, demoSigned)
	}
	if err != nil {
		return err
	}
	return d.countPetition(ctx)
}

func (d *demonstration) openPetition(ctx context.Context) error {
	_, err := d.p.book.Append(ctx, d.founder, func(ctx context.Context, s flow.State) ([]ledger.Fact, error) { return flow.DoorFacts(ctx, s) })
	if err != nil {
		return err
	}
	regions, err := flow.ReadRegions([]string{"inside:en=Inside the country,fa=درون کشور,ar=داخل البلد", "abroad:en=Abroad,fa=بیرون از کشور,ar=خارج البلد"})
	if err != nil {
		return err
	}
	_, err = flow.NewPetition(ctx, d.p.archive, d.founder, flow.PetitionRequest{Petition: demoSigned, Case: flow.DefaultCase,
		Identity: []string{intake.FieldName, intake.FieldFather, intake.FieldBirth}, Regions: regions, Least: intake.LowestTold})
	if err != nil {
		return err
	}
	for _, w := range []intake.PetitionWorded{
		{Language: "en", Title: "Say where they are buried", To: "the Council of Varanda", Text: "We ask the Council to say where those who died that autumn are buried, and to let their families mourn there."},
		{Language: "fa", Title: "بگویید کجا به خاک سپرده شده‌اند", To: "شورای وراندا", Text: "از شورا می‌خواهیم بگوید جان‌باختگان آن پاییز کجا به خاک سپرده شده‌اند و بگذارد خانواده‌ها آنجا سوگواری کنند."},
		{Language: "ar", Title: "قولوا أين دُفنوا", To: "مجلس وراندا", Text: "نطلب من المجلس أن يقول أين دُفن من قضوا في ذلك الخريف، وأن يدع أهلهم يحزنون عليهم هناك."},
	} {
		w.Petition = demoSigned
		if _, err := flow.WordPetition(ctx, d.p.archive, d.founder, w); err != nil {
			return err
		}
	}
	return nil
}

// signature is that of an invented child of the i-th of the invented dead.
func (d *demonstration) signature(i int, lang string) intake.Signature {
	parent, name := d.c.Person(i%d.c.Truth.People), d.c.Person((7*i+3)%d.c.Truth.People)
	return intake.Signature{Petition: demoSigned, Version: 1, Language: lang, Region: []string{"inside", "inside", "abroad"}[i%3], Identity: []intake.Field{
		{Name: intake.FieldName, Value: name.Given.In(lang) + " " + parent.Surname.In(lang)}, {Name: intake.FieldFather, Value: parent.Given.In(lang)}, {Name: intake.FieldBirth, Value: fmt.Sprint(1350 + i)}}}
}

// countPetition counts people with the holder's key, as holders at one machine do.
func (d *demonstration) countPetition(ctx context.Context) error {
	holder := guard.Actor{Handle: "keyholder", Roles: []guard.Role{guard.KeyHolder}}
	if err := flow.AddUser(ctx, d.p.archive, d.founder, holder.Handle, holder.Roles, false); err != nil {
		return err
	}
	key, err := os.ReadFile(filepath.Join(d.p.dir, demoHolder))
	if err != nil {
		return err
	}
	var record string
	err = d.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		r, err := flow.RecordOf(ctx, s, demoSigned, intake.KeyTally)
		record = r.ID
		return err
	})
	if err != nil {
		return err
	}
	identity, _, err := flow.OpenTogether(ctx, flow.Party{Archive: d.p.archive, Actor: d.founder}, flow.Party{Archive: d.p.archive, Actor: holder}, time.Now, record, "to count the petition", []string{lastLine(string(key))})
	if err != nil {
		return err
	}
	tally, err := flow.TallyPetition(ctx, d.p.archive, d.founder, demoSigned, identity, func(string, int64, int64) {})
	if err != nil {
		return err
	}
	return d.provePetition(ctx, tally)
}

// lastLine gives the key of a file whose first lines say what it is.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

func (d *demonstration) provePetition(ctx context.Context, tally intake.Tally) error {
	dir := filepath.Join(d.p.dir, demoTally)
	folder, err := disk.NewFolder(dir, disk.FolderOptions{Public: true})
	if err != nil {
		return err
	}
	if _, err := flow.ProveTally(ctx, d.p.archive, d.founder, tally, folder); err != nil {
		return errors.Join(err, folder.Abort())
	}
	if err := folder.Finish(); err != nil {
		return err
	}
	report := verify.Any(ctx, os.DirFS(dir), verify.Options{Key: d.p.archive.Key})
	d.truth["petition"] = demoPetition{demoSigned, tally.Signatures, tally.Withdrawn, *tally.Distinct, demoSigners, demoTally}
	d.say("%d signatures under a petition stand and %d was taken back; the key holder counted %d people without reading one (in truth %d)", tally.Signatures, tally.Withdrawn, *tally.Distinct, demoSigners)
	d.say("sanad-verify %s: ok %t, %d checks", relative(dir), report.OK, len(report.Checks))
	return nil
}
