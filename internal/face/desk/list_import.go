package desk

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
)

// listFields is what the form of an import says.
type listFields struct {
	Item, Case, Name, Sheet, Language, Calendar, Grade, Like string
	Header                                                   int
	Headings, Chosen                                         []string // of each column
	About                                                    mapping.About
	Raw                                                      bool // Mapping says it all
	Mapping                                                  string
	Replaces                                                 string // what was agreed to, see triedImport.Replacing
	Sent                                                     bool
}

// readListFields reads the form.
func (v *visit) readListFields() (f listFields, err error) {
	get := func(name string) string { return strings.TrimSpace(v.field(name)) }
	f = listFields{Item: get("item"), Case: get("case"), Name: get("name"), Sheet: get("sheet"), Language: get("language"), Calendar: get("calendar"),
		Grade: get("grade"), Like: get("like"), Headings: v.r.PostForm["heading"], Chosen: v.r.PostForm["property"], Raw: get("raw") != "", Mapping: get("mapping"), Replaces: get("replaces"), Sent: true}
	if f.Header, err = strconv.Atoi(get("header")); err != nil || f.Header < 0 || f.Header > 100 {
		return f, fail.New(fail.Usage, "%q is not a number of rows with headings", get("header"))
	}
	if len(f.Headings) != len(f.Chosen) {
		return f, fail.New(fail.Usage, "the form names %d columns and says what %d are", len(f.Headings), len(f.Chosen))
	}
	f.About = v.aboutField()
	return f, nil
}

// property gives what the form says that a heading is, and whether it does.
func (f listFields) property(heading string) (string, bool) {
	i := slices.Index(f.Headings, heading)
	if i < 0 {
		return "", false
	}
	return f.Chosen[i], true
}

// rowNumberColumn is the choice for a column that holds the list's own numbers.
const rowNumberColumn = "row_id"

// mapping gives the mapping that the form says.
func (f listFields) mapping() string {
	if f.Raw {
		return f.Mapping
	}
	d := mapping.Draft{List: f.Name, Sheet: f.Sheet, Language: f.Language, Calendar: f.Calendar, Grade: f.Grade, Header: f.Header, About: f.About}
	for i, heading := range f.Headings {
		if f.Chosen[i] == rowNumberColumn {
			d.RowID = heading
			continue
		}
		d.Columns = append(d.Columns, mapping.DraftColumn{Heading: heading, Property: f.Chosen[i]})
	}
	return d.Write()
}

// shownRow is a row as it would be read.
type shownRow struct {
	Row    int
	Claims []claim.Made
}

// Of the table, so many rows are tried; of these so many are shown, and so many
// faults.
const (
	triedRows  = 500
	shownRows  = 8
	shownFault = 50
)

// try reads the first rows by the form's mapping, and all of them where they
// would become a version of a list that is there: which rows go, no part of a
// table tells. It records nothing.
func (p *listFormPage) try(ctx context.Context, v *visit) error {
	if p.Unread {
		return fail.New(fail.Usage, "the table has not been read yet")
	}
	if !p.F.Raw && p.F.Name == "" {
		return fail.New(fail.Usage, "the list needs a name")
	}
	if i := slices.Index(p.F.Chosen, rowNumberColumn); !p.F.Raw && i >= 0 && slices.Contains(p.F.Chosen[i+1:], rowNumberColumn) {
		return fail.New(fail.Usage, "two columns are said to hold the list's own numbers").Do("choose one: the numbers tell which row is which in a later version")
	}
	t := &triedImport{Mapping: p.F.mapping()}
	if err := t.read(ctx, v, p, triedRows); err != nil {
		return err
	}
	if t.Version > 1 {
		if err := t.read(ctx, v, p, 0); err != nil {
			return err
		}
		t.Whole = true
	}
	t.Faults = t.Failed
	if len(t.Faults) > shownFault {
		t.Faults, t.More = t.Faults[:shownFault], len(t.Faults)-shownFault
	}
	p.Tried = t
	return nil
}

// read reads so many rows, 0 for all.
func (t *triedImport) read(ctx context.Context, v *visit, p *listFormPage, most int) (err error) {
	t.Shown = nil
	t.Imported, err = flow.Import(ctx, v.archive(), v.actor, flow.ImportRequest{Item: p.Item.Sum, Case: p.F.Case, Mapping: t.Mapping, DryRun: true, Most: most,
		Show: func(row int, claims []claim.Made) {
			if len(t.Shown) < shownRows {
				t.Shown = append(t.Shown, shownRow{row, claims})
			}
		}}, func(string, int64, int64) {})
	return err
}

// Replacing says what an import would do to a list that is there, so that who
// agrees agrees to just that: not of another list, and not to more rows gone.
func (t *triedImport) Replacing() string {
	return fmt.Sprintf("%s %d %d", t.List, t.Version, len(t.Retired))
}

// agreed refuses to take the place of a version that is there unless that was
// said: a name that another list bears already is easily typed.
func (p *listFormPage) agreed() error {
	if p.Tried.Version < 2 || p.F.Replaces == p.Tried.Replacing() {
		return nil
	}
	return fail.New(fail.Usage, "this would be version %d of a list of that name that is there, and %d of its rows would go", p.Tried.Version, len(p.Tried.Retired)).
		Do("give the list another name if it is another one, or say below that it takes its place")
}

// previewList shows how the form would be read.
func previewList(w http.ResponseWriter, v *visit) error {
	f, err := v.readListFields()
	if err != nil {
		return err
	}
	if !f.Raw && v.field("as_text") != "" {
		f.Mapping, f.Raw = f.mapping(), true
	}
	return v.listForm(v.r.Context(), w, f, http.StatusOK, nil, true)
}

// importList asks for the import, if its first rows can be read.
func importList(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	f, err := v.readListFields()
	if err != nil {
		return err
	}
	p := &listFormPage{F: f}
	if err := p.fill(ctx, v); err != nil {
		return err
	}
	if failed := p.try(ctx, v); failed != nil {
		return v.listForm(ctx, w, f, http.StatusBadRequest, failed, false)
	}
	if failed := p.agreed(); failed != nil {
		p.Wrong, _ = tellable(failed)
		return v.render(w, http.StatusBadRequest, "list_new", p)
	}
	job, err := v.Jobs.Ask(ctx, v.actor, flow.JobRequest{Kind: "import", Case: p.F.Case, Label: p.Item.Label, Params: flow.ImportJob{Item: p.Item.Sum, Mapping: p.Tried.Mapping}})
	if err != nil {
		return err
	}
	http.Redirect(w, v.r, "/jobs/"+job.ID, http.StatusSeeOther)
	return nil
}
