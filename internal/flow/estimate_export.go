package flow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// TableRule is the rule of a table that nobody counted here.
const TableRule = "as given"

// EstimateTable estimates from a table of overlaps that is in no archive, of
// the lists, merges, methods and seed that the request names. It records
// nothing.
func EstimateTable(ctx context.Context, t count.Table, drawings []count.Table, req EstimateRequest, progress Progress) (EstimateRun, error) {
	if req.Record != nil || req.Event != "" || req.By != "" {
		return EstimateRun{}, fail.New(fail.Usage, "a table of overlaps has no case: it can't be recorded, or estimated by event and field").Do("import the lists, and estimate without --table")
	}
	if err := req.check(); err != nil {
		return EstimateRun{}, err
	}
	chosen, err := chooseLists(listsNamed(t.Lists), req)
	if err != nil {
		return EstimateRun{}, err
	}
	part, err := chosen.part(t, drawings)
	if err == nil && part.table.Minimum() == 0 {
		err = fail.New(fail.Usage, "nobody is on the lists of the table")
	}
	if err != nil {
		return EstimateRun{}, err
	}
	told := tables{about: count.Estimated{Label: guard.Open, Parts: []count.Part{{}}}, parts: []countedPart{part}}
	told.about.Question = count.Question{Rule: TableRule, Lists: chosen.listed, Merged: chosen.merged(), Drawings: len(part.drawings)}
	run := EstimateRun{Estimated: told.about}
	return run, run.estimate(ctx, told, req, progress)
}

// listsNamed are lists of which nothing is known but how they are called.
func listsNamed(names []string) []person.List {
	out := make([]person.List, len(names))
	for i, name := range names {
		out[i].Name = name
	}
	return out
}

// Identifies reports whether a part is so fine that its cells can point at a
// person: in its table, or in one of the drawings beside it.
func (p PartEstimate) Identifies() bool {
	return slices.ContainsFunc(append([]count.Table{p.Table}, p.Drawings...), estimate.MayIdentify)
}

// restIdentifies reports whether those people of a whole can be pointed at who
// are in none of its strata: whoever has all tables computes theirs.
func restIdentifies(parts []PartEstimate) bool {
	strata := parts[1:]
	identifies := func(whole count.Table, of func(PartEstimate) count.Table) bool {
		rest := count.Table{Lists: whole.Lists, Patterns: map[uint32]int64{}}
		for pattern, n := range whole.Patterns {
			for _, p := range strata {
				n -= of(p).Patterns[pattern]
			}
			rest.Patterns[pattern] = n
		}
		return rest.Minimum() != 0 && estimate.MayIdentify(rest)
	}
	if len(strata) == 0 || identifies(parts[0].Table, func(p PartEstimate) count.Table { return p.Table }) {
		return len(strata) > 0
	}
	for i, whole := range parts[0].Drawings {
		missing := func(p PartEstimate) bool { return i >= len(p.Drawings) }
		if !slices.ContainsFunc(strata, missing) && identifies(whole, func(p PartEstimate) count.Table { return p.Drawings[i] }) {
			return true
		}
	}
	return false
}

// Leaves gives how many parts of an estimate may leave, from the first on: none
// if the whole may point at a person, and the whole alone if one of its strata
// may, or the people in none, for what is left of a whole by the other strata
// tells those, or if they are by a property that leaves only by a decision on
// just that. An estimate with what lies under seal never leaves.
func Leaves(f count.Estimated, parts []PartEstimate) int {
	switch {
	case !f.Label.MayRelease() || len(parts) == 0 || parts[0].Identifies():
		return 0
	case Protected(f.By), slices.ContainsFunc(parts, PartEstimate.Identifies), restIdentifies(parts):
		return 1
	}
	return len(parts)
}

// ExportEstimate writes an estimate so that whoever has no archive computes it
// again: table.csv, report.json and a README with the command, and the same of
// its strata. What may point at a person stays, unless the copy is internal.
// That a copy left is recorded first.
func ExportEstimate(ctx context.Context, a *Archive, actor guard.Actor, id string, internal bool, sink Sink) (Export, error) {
	var read EstimateRead
	err := a.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		read, err = EstimateOf(ctx, a, s, id)
		return err
	})
	if err != nil {
		return Export{}, err
	}
	leave, out := len(read.Results), Export{}
	if !internal {
		leave = Leaves(read.Estimated, read.Results)
	}
	switch {
	case leave == 0 && read.Label == guard.Sealed:
		return out, fail.New(fail.Refused, "the estimate %s was counted with what lies under seal: its table would tell of it", id).Do("for use inside: sanad estimate export %s --internal --out FOLDER", id)
	case leave == 0:
		return out, fail.New(fail.Refused, "the table of the estimate %s has fewer than ten people, or one or two on just some lists: who knows the lists could tell who they are", id).
			Do("for use inside: sanad estimate export %s --internal --out FOLDER", id)
	case leave < len(read.Results) && Protected(read.By):
		out.Warnings = append(out.Warnings, fmt.Sprintf("the %d strata are not in it: they are by %s, which leaves only by a decision on just that; --internal writes them", len(read.Results)-leave, read.By))
	case leave < len(read.Results):
		out.Warnings = append(out.Warnings, fmt.Sprintf("the %d strata are not in it: some have so few people that their tables, or what the others leave of the whole, could tell who they are; --internal writes them", len(read.Results)-leave))
	}
	if err := logExport(ctx, a, actor, claim.Exported{Form: "estimate", Case: read.Case, Protected: internal}); err != nil {
		return out, err
	}
	files := map[string][]byte{}
	for i, r := range read.Results[:leave] {
		for name, data := range map[string][]byte{"table.csv": r.TableCSV, "report.json": r.ReportJSON} {
			files[partFile(i, name)] = data
		}
	}
	files["README.txt"] = []byte(readme(read, leave, out.Warnings))
	sum := sha256.New()
	for _, name := range sortedNames(files) {
		fmt.Fprintf(sum, "%x  %s\n", sha256.Sum256(files[name]), name)
		if err := writeTo(sink, name, files[name]); err != nil {
			return out, err
		}
		out.Items++
	}
	out.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return out, nil
}

// BelievedWords says in English that a documented number rests on the linker
// as well, with what people alone judged where that is another number; "" where
// only judgements count.
func BelievedWords(documented int64, q count.Question) string {
	if q.Level == "" || q.Level == string(Judged) {
		return ""
	}
	said := fmt.Sprintf("where linking is believed as far as %s, and so not the documented minimum", q.Level)
	if q.Judged > 0 && q.Judged != documented {
		said += fmt.Sprintf(": that is %d, as judged", q.Judged)
	}
	return fmt.Sprintf("at least %d documented by name, %s", documented, said)
}

func sortedNames(files map[string][]byte) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// partFile names a file of a part: those of the whole stand by themselves.
func partFile(part int, name string) string {
	if part == 0 {
		return name
	}
	return fmt.Sprintf("stratum-%d/%s", part, name)
}

func writeTo(sink Sink, name string, data []byte) error {
	w, err := sink.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return errors.Join(err, w.Close())
}

// readme tells how to make the reports again, and what goes with the number.
func readme(read EstimateRead, leave int, warnings []string) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		for i, a := range args {
			if text, ok := a.(string); ok {
				args[i] = script.Flat(text)
			}
		}
		fmt.Fprintf(&b, format+"\n", args...)
	}
	line("Estimate %s, %s\n", read.Estimated.Estimate, read.Standing())
	line("%s\n", read.Results[0].Report.Says())
	if said := BelievedWords(read.Results[0].Report.Documented, read.Question); said != "" {
		line("%s\n", said)
	}
	line("The table says how many people are on just which lists; rows with a drawing are")
	line("the same lists with another drawing of who is one person. To compute the report")
	line("again, bit by bit, with a Sanad whose estimates are of version %d:\n", read.Version)
	for i, part := range read.Parts[:leave] {
		if i > 0 {
			line("  stratum %d: %s", i, strings.TrimSpace(part.Label+" "+part.Stratum))
		}
		line("  %s", RerunCommand(read.Estimated, partFile(i, "table.csv"), partFile(i, "again.json")))
		line("  cmp %s %s\n", partFile(i, "report.json"), partFile(i, "again.json"))
	}
	for i, r := range read.Results[:leave] {
		line("%s  %s", keptSum(r.TableCSV), partFile(i, "table.csv"))
		line("%s  %s", keptSum(r.ReportJSON), partFile(i, "report.json"))
	}
	line("\nCounted by %s at entry %d of the ledger, level %s.", read.Question.Rule, read.Seen, read.Question.Level)
	for _, w := range slices.Concat(read.Results[0].Report.Warnings, read.Warnings) {
		line("%s %s", w.Code, w.Text)
	}
	for _, c := range read.Checklist {
		line("All lists are about the same %s: %s (the author)", c.Condition, c.Answer)
	}
	for _, w := range warnings {
		line("%s", w)
	}
	return b.String()
}

// RerunCommand gives the command by which an outsider computes a report again.
func RerunCommand(f count.Estimated, table, report string) string {
	command := fmt.Sprintf("sanad estimate --table %s --seed %d", table, f.Question.Seed)
	if len(f.Question.Methods) > 0 {
		command += " --method " + strings.Join(f.Question.Methods, ",")
	}
	if o, err := estimate.ReadOptions(f.Question.Options); err == nil && o.Quick {
		command += " --quick"
	}
	return command + " --report " + report
}
