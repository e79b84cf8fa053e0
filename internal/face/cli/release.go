package cli

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type releaseCmd struct {
	New     releaseNewCmd     `cmd:"" help:"Ask to disclose what stands in a case now."`
	Approve releaseApproveCmd `cmd:"" help:"Approve a release that somebody else asked for."`
	Build   releaseBuildCmd   `cmd:"" help:"Write the dossier of an approved release."`
	Pack    releasePackCmd    `cmd:"" help:"Pack a dossier's folder into one ZIP file that can be checked as it is."`
	Show    releaseShowCmd    `cmd:"" help:"Show what would leave: claims, originals, what is withheld."`
	List    releaseListCmd    `cmd:"" help:"List releases."`

	Deliver   releaseDeliverCmd   `cmd:"" help:"Record that a bundle was handed over, to whom and how."`
	Supersede releaseSupersedeCmd `cmd:"" help:"Record that a later release takes the place of one."`
	Recall    releaseRecallCmd    `cmd:"" help:"Ask those who have a release to give it back or destroy it; it can't be built any more."`
	Notice    releaseNoticeCmd    `cmd:"" help:"Write what those who have a recalled release are told, with its proof."`
	Holders   releaseHoldersCmd   `cmd:"" help:"Say who has a record or a release, in which version, and what has changed since."`
}

type withheldView struct {
	ID     string `json:"id"`
	Index  int64  `json:"index"`
	Reason string `json:"reason"`
}

// viewWithheld names what was withheld to those who may know of it; others
// are told how much, and by which rule.
func viewWithheld(a *Opened, caseName string, list []disclosure.Withheld) []withheldView {
	out := []withheldView{}
	for _, w := range list {
		v := withheldView{w.ID, w.Index, w.Reason}
		if w.Reason == disclosure.BecauseSealed && !a.Actor.MaySeeIn(caseName, guard.Sealed) {
			v.ID, v.Index = "", -1
		}
		out = append(out, v)
	}
	return out
}

type releaseNewCmd struct {
	Title    string `required:"" help:"The dossier's title."`
	Audience string `required:"" help:"Who will read it."`
	Reason   string `help:"Why it is released."`
	Case     string `help:"The investigation." default:"main"`

	To         string   `help:"A described recipient (sanad recipient list); without it, what may not be published is withheld." placeholder:"RECIPIENT"`
	Shape      string   `help:"What is made of it: dossier, site or files." enum:"dossier,site,files" default:"dossier"`
	Open       []string `help:"Protected properties that leave by this decision, as Person.religion." placeholder:"KIND.PROPERTY"`
	WithSealed bool     `help:"What is sealed leaves where its giver agreed to this use."`
	Renews     string   `help:"The release that this one takes the place of." placeholder:"RELEASE"`
}

// shapeOf reads a shape as it is written on the command line.
func shapeOf(word string) disclosure.Shape {
	if word == "dossier" {
		return disclosure.Dossier
	}
	return disclosure.Shape(word)
}

// shapeName writes a shape as it is named on the command line.
func shapeName(shape disclosure.Shape) string {
	if shape == disclosure.Dossier {
		return "dossier"
	}
	return string(shape)
}

type releaseView struct {
	Release  string         `json:"release"`
	Claims   int64          `json:"claims"`
	Items    int64          `json:"items"`
	Plan     string         `json:"plan"`
	Bundle   *string        `json:"bundle"`
	Withheld []withheldView `json:"withheld"`
}

func (c *releaseNewCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		asked, withheld, err := flow.RequestRelease(s.ctx, a.Whole, a.Actor, flow.ReleaseRequest{Case: c.Case, Title: c.Title, Audience: c.Audience, Reason: c.Reason,
			Shape: shapeOf(c.Shape), To: c.To, Open: c.Open, Sealed: c.WithSealed, Renews: c.Renews}, s.Clock())
		if err != nil {
			return err
		}
		out := releaseView{asked.Release, asked.Claims, asked.Items, asked.Plan.String(), nil, viewWithheld(a, c.Case, withheld)}
		return s.answer(out, func() {
			s.sayf("release %s: %s resting on %s; %d withheld", out.Release, many(out.Claims, "claim", "claims"), many(out.Items, "original", "originals"), len(out.Withheld))
			sumWithheld(s, out.Release, out.Withheld)
			s.sayf("read what would leave: sanad release show %s", out.Release)
			s.sayf("a second person approves: sanad --as USER release approve %s", out.Release)
		})
	})
}

func tellWithheld(s *session, list []withheldView) {
	for _, w := range list {
		s.sayf("  withheld: %s (entry %d): %s", w.ID, w.Index, w.Reason)
	}
}

// withheldShown is how many things that stay inside are named one by one where what
// follows matters more.
const withheldShown = 20

// sumWithheld tells of many things that stay inside how many stay by which rule.
func sumWithheld(s *session, release string, list []withheldView) {
	if len(list) <= withheldShown {
		tellWithheld(s, list)
		return
	}
	by := map[string]int64{}
	for _, w := range list {
		by[w.Reason]++
	}
	for _, reason := range slices.Sorted(maps.Keys(by)) {
		s.sayf("  withheld: %s: %s", many(by[reason], "entry", "entries"), reason)
	}
	s.sayf("  each of them: sanad release show %s", release)
}

type releaseApproveCmd struct {
	Release string `arg:"" help:"The release."`
	Reason  string `help:"Why it may leave."`
}

// approvedView is a release that somebody approved.
type approvedView struct {
	ApprovedBy string `json:"approved_by"`
	Release    string `json:"release"`
}

func (c *releaseApproveCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.ApproveRelease(s.ctx, a.Whole, a.Actor, c.Release, c.Reason, s.Clock()); err != nil {
			return err
		}
		shape, err := flow.ShapeOf(s.ctx, a.Whole, a.Actor, c.Release)
		if err != nil {
			return err
		}
		out := approvedView{a.Actor.Handle, c.Release}
		return s.answer(out, func() {
			if shape == disclosure.Files {
				s.sayf("approved; write it in the form you need, such as: sanad export csv --release %s --out FOLDER", c.Release)
				return
			}
			s.sayf("approved; build it: sanad release build %s --out FOLDER", c.Release)
		})
	})
}

type releaseBuildCmd struct {
	Release string   `arg:"" help:"The release."`
	Out     string   `help:"The folder to write; dossier-RELEASE in the current folder if not given. A site takes the place of the one that stands there." placeholder:"FOLDER"`
	Lang    []string `help:"The languages of its pages: fa, en, ar; all if not given." placeholder:"LANG"`
	Prefix  string   `help:"What stands before the numbers of its pages, as VAR; that of the case if it has numbers." placeholder:"TEXT"`
	Address string   `help:"Where a site will stand, as https://example.org/memorial/, for feeds and the map of the site." placeholder:"URL"`
	Door    string   `help:"Where readers of a site correct it: a door with its name, as https://door.example/families." placeholder:"URL"`
}

// builtView is a dossier that was written.
type builtView struct {
	Release  string         `json:"release"`
	Bundle   string         `json:"bundle"`
	Manifest string         `json:"manifest"`
	Files    int64          `json:"files"`
	Bytes    int64          `json:"bytes"`
	Index    int64          `json:"index"`
	Withheld []withheldView `json:"withheld"`
	// Of a site: its records, the files that are those of the build before, and the
	// records that left a page which says that they are gone.
	Records int64 `json:"records,omitempty"`
	Kept    int64 `json:"kept,omitempty"`
	Gone    int64 `json:"gone,omitempty"`
}

func (c *releaseBuildCmd) Run(s *session) error {
	dest := c.Out
	if dest == "" {
		dest = "dossier-" + c.Release
	}
	dest, err := s.files().Place(dest)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		pages, err := a.Pages(c.Lang)
		if err != nil {
			return err
		}
		shape, err := flow.ShapeOf(s.ctx, a.Whole, a.Actor, c.Release)
		if err != nil {
			return err
		}
		if shape == disclosure.Site {
			return c.site(s, a, dest)
		}
		folder, err := s.Folder(dest)
		if err != nil {
			return err
		}
		built, err := flow.BuildRelease(s.ctx, a.Whole, a.Actor, c.Release, s.Clock(), flow.BuildOptions{Pages: pages, Prefix: c.Prefix}, folder)
		if err != nil {
			return errors.Join(err, folder.Abort())
		}
		if err := folder.Finish(); err != nil {
			return err
		}
		out := viewBuilt(a, built, dest)
		return s.answer(out, func() {
			s.sayf("dossier: %s (%s, %s), entry %d", dest, many(built.Files, "file", "files"), size(built.Bytes), built.Index)
			sumWithheld(s, out.Release, out.Withheld)
			s.sayf("anyone can check it: sanad-verify %s", dest)
			s.sayf("pack it into one file: sanad release pack %s", dest)
		})
	})
}

func viewBuilt(a *Opened, built flow.Built, dest string) builtView {
	return builtView{Release: built.Release, Bundle: dest, Manifest: built.Manifest.String(), Files: built.Files, Bytes: built.Bytes, Index: built.Index, Withheld: viewWithheld(a, built.Case, built.Withheld)}
}

// site builds a site into the place of the one that stands there.
func (c *releaseBuildCmd) site(s *session, a *Opened, dest string) error {
	folder, err := s.siteFolder(dest)
	if err != nil {
		return err
	}
	built, err := flow.BuildSite(s.ctx, a.Whole, a.Actor, c.Release, flow.SitePlace{Address: c.Address, Door: c.Door}, s.Clock(), a.SitePages, folder)
	if err != nil {
		return errors.Join(err, folder.Abort())
	}
	if err := folder.Finish(); err != nil {
		return err
	}
	out := viewBuilt(a, built.Built, dest)
	out.Records, out.Kept, out.Gone = int64(built.Records), built.Kept, int64(built.Gone)
	return s.answer(out, func() {
		s.sayf("site: %s (%s, %s, %s of them as before), entry %d", dest, many(built.Files, "file", "files"), size(built.Bytes), strconv.FormatInt(built.Kept, 10), built.Index)
		s.sayf("%s; %s left a page that says so", many(out.Records, "record", "records"), many(out.Gone, "record that is gone", "records that are gone"))
		sumWithheld(s, out.Release, out.Withheld)
		s.sayf("anyone can check it, and every copy of it: sanad-verify %s", dest)
	})
}

// siteFolder begins a site. At the far end of a network nothing stands before it.
func (s *session) siteFolder(dest string) (SiteFolder, error) {
	if s.Site != nil {
		return s.Site(dest)
	}
	folder, err := s.Folder(dest)
	if err != nil {
		return nil, err
	}
	return struct {
		flow.SiteSink
		finisher
	}{flow.NewSite(folder), folder}, nil
}

// finisher ends a folder, either way.
type finisher interface {
	Finish() error
	Abort() error
}

func orNobody(names []string) string {
	if len(names) == 0 {
		return "nobody yet"
	}
	return strings.Join(names, ", ")
}

type releaseListCmd struct {
	Case string `help:"Only releases of this case."`
}

// releaseLine is a release in a list.
type releaseLine struct {
	Release   string   `json:"release"`
	Case      string   `json:"case"`
	Title     string   `json:"title"`
	Audience  string   `json:"audience"`
	AskedBy   string   `json:"asked_by"`
	Approvals []string `json:"approvals"`
	Builds    int64    `json:"builds"`

	Recipient string          `json:"recipient,omitempty"`
	Shape     string          `json:"shape"`
	Sealed    bool            `json:"sealed"` // what is sealed leaves where its giver agreed
	Renews    string          `json:"renews,omitempty"`
	State     disclosure.Life `json:"state"`
	Successor string          `json:"successor,omitempty"`
	Handed    int             `json:"handed"` // hand-overs
}

func (c *releaseListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			all, err := st.Releases(s.ctx, c.Case)
			if err != nil {
				return err
			}
			for _, r := range all {
				approvers := []string{}
				for _, ap := range r.Approvals {
					approvers = append(approvers, ap.Actor)
				}
				handed, err := st.Deliveries(s.ctx, r.Requested.Release)
				if err != nil {
					return err
				}
				out := releaseLine{r.Requested.Release, r.Case, r.Title, r.Audience, r.Actor, approvers, r.Builds,
					r.Recipient, shapeName(r.Shape), r.Sealed, r.Renews, r.Life(len(handed)), r.Successor, len(handed)}
				if err := s.answer(out, func() {
					s.sayf("%s  [%s%s] %s, for %s%s; asked by %s; approved by %s; built %s", out.Release, out.State, before(" by ", out.Successor), out.Title, out.Audience, before(" to ", out.Recipient), out.AskedBy, orNobody(out.Approvals), many(out.Builds, "time", "times"))
				}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
