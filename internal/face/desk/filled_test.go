package desk

import (
	"fmt"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
)

// What only a custodian may know of the world: these words must show nowhere
// for anyone else.
const (
	secretWords = "the guard of the night shift"
	secretName  = "from the hidden drawer"
	secretList  = "ledger of the gate"
)

const letterText = "در پاییز آن سال نوید کاردان را بردند.\nپدرش مهران گفت: «تا امروز نامه‌ای نیامده است.»\n"

const (
	tableA = "no;name;father;born\n1;نوید کاردان;مهران;1340\n2;سارا باغبان;یونس;1338\n3;Kaveh Sahel;;\n"
	tableB = "no;name;father;born\nB-7;Navid Kardan;Mehran;1340\nB-8;سارا باغبان;یونس;1339\nB-9;Omid Barani;;1342\n"
	tableS = "no;name;father;born\n1;Navid Kardan;Mehran;1340\n2;Hidden Person;;\n"
)

// fill makes the world's holdings.
func (w *world) fill() {
	w.openID, w.sealedID = "a-OPEN0000000000000", "a-SEALED00000000000"
	w.append("kian", guard.CaseOpened{Case: "main"}, guard.CaseOpened{Case: "second"})
	w.collect()
	w.importList(w.listA, `"Families' list"`)
	w.importList(w.listB, `"Exile committee"`)
	w.importList(w.listS, `"`+secretList+`"`)
	w.state()
	w.agree()
	w.decide()
	w.estimates()
	w.sealings()
	w.receive()
}

// receive has strangers hand something in; all of it is sealed.
func (w *world) receive() {
	part := func(n byte) intake.Part {
		return intake.Part{Sum: strings.Repeat(fmt.Sprintf("%02x", n), 32), Bytes: 4096}
	}
	came := func(id string, n byte, files ...intake.Part) intake.Received {
		return intake.Received{Submission: "s-" + id, Door: "families", Thread: "t-" + id, Content: intake.Content{n}, Sealed: intake.Sealed{Story: part(n), Files: files, Recipient: "age1pq1" + id, Group: "g-1"}}
	}
	w.append("kian", intake.DoorOpened{Door: "families", Case: "main", Title: map[string]string{"en": "Families"}},
		came(secretSubmission, 1, part(2), part(3)), came("SECOND", 4),
		intake.Answered{Thread: "t-" + secretSubmission, Sealed: part(5)}, intake.Added{Thread: "t-" + secretSubmission, Content: intake.Content{6}, Sealed: intake.Sealed{Story: part(7)}},
		intake.Sorted{Submission: "s-SECOND", As: intake.InHand, Note: "who is this about?"}, intake.Linked{Submission: "s-" + secretSubmission, To: "s-SECOND"}, intake.Ended{Thread: "t-SECOND", Why: intake.ByGiver})
}

// secretSubmission names what only who may see sealed things may know of.
const secretSubmission = "HANDEDIN000000000"

func (w *world) collect() {
	var facts []ledger.Fact
	add := func(f ...ledger.Fact) { facts = append(facts, f...) }
	take := func(into *custody.Sum, accession, name, mediaType, data string) {
		sum, f := w.take(accession, name, mediaType, data)
		*into = sum
		add(f)
	}
	add(custody.Opened{Accession: w.openID, Case: "main", Source: custody.Source{Name: "Families of Varanda" + w.spice}, Note: "a box of papers" + w.spice, Label: guard.Case})
	take(&w.letter, w.openID, "نامه‌ها/letter"+w.spice+".txt", "text/plain", letterText+w.spice)
	take(&w.report, w.openID, "report.txt", "text/plain", "A report nobody read yet."+w.spice)
	take(&w.broken, w.openID, "scan.pdf", "application/pdf", "%PDF broken")
	take(&w.listA, w.openID, "lists/a.csv", "text/csv", tableA)
	take(&w.listB, w.openID, "lists/b.csv", "text/csv", tableB)
	add(custody.Failed{Accession: w.openID, Name: custody.NameOf("locked" + w.spice), Error: "permission denied" + w.spice},
		custody.PassedOver{Accession: w.openID, Name: custody.NameOf("shortcut"), What: "symlink"},
		custody.Closed{Accession: w.openID, Items: 5, Bytes: 100, Failed: 1})
	add(custody.Opened{Accession: w.sealedID, Case: "main", Source: custody.Source{Sealed: []byte("age-encryption.org/v1")}, Label: guard.Sealed})
	take(&w.secret, w.sealedID, secretName+".txt", "text/plain", "Told by "+secretWords+": Navid Kardan died in the yard."+w.spice)
	take(&w.listS, w.sealedID, secretName+".csv", "text/csv", tableS)
	take(new(custody.Sum), w.sealedID, secretName+"-unread.txt", "text/plain", "not read by anybody"+w.spice)
	_, again := w.take(w.sealedID, secretName+"-letter.txt", "text/plain", letterText+w.spice)
	add(again, custody.Closed{Accession: w.sealedID, Items: 3})
	add(w.pages(w.letter, letterText+w.spice, "صفحهٔ دوم"+w.spice), w.pages(w.secret, "Told by "+secretWords+": Navid Kardan died in the yard."+w.spice),
		w.rows(w.listA, tableA), w.rows(w.listB, tableB), w.rows(w.listS, tableS))
	add(text.Unread{Item: w.broken, Step: "open", Error: "no page tree" + w.spice})
	w.append("kian", facts...)
}

// state cites, claims, prefers and withdraws.
func (w *world) state() {
	w.cited = w.cite(w.letter, "نوید کاردان")
	fall := w.cite(w.letter, "در پاييز آن سال") // an Arabic yeh, as typed on another keyboard
	w.sealedCited = w.cite(w.secret, secretWords)
	name := w.claim("", "name", "نوید کاردان", w.cited)
	w.name, w.entity = name.Claim, name.Entity
	w.rival = w.claim(w.entity, "death_date", "پاییز", fall).Claim
	w.turned = w.claim(w.entity, "death_date", "تابستان", w.cited).Claim
	w.sealedClaim = w.claim(w.entity, "death_date", "winter, says "+secretWords, w.sealedCited).Claim
	w.sealedEntity = w.claim("", "name", "Witness "+secretWords, w.sealedCited).Entity
	place := func(id string, to claim.Standing) {
		must(w.t, flow.TurnClaim(w.t.Context(), w.archive, actor("kian"), id, to, "because"+w.spice))
	}
	place(w.rival, claim.Favoured)
	place(w.turned, claim.TakenBack)
	place(w.sealedClaim, claim.Favoured)
	_, err := flow.Conclude(w.t.Context(), w.archive, actor("kian"), finding.Made{Case: "main", About: []string{w.entity}, Conclusion: "concluded" + w.spice,
		Standard: finding.Grounds, Method: "1" + w.spice, Reasons: "borne out" + w.spice, Claims: []string{w.name, w.rival}, Against: []string{w.turned}, Needs: 1})
	must(w.t, err)
	must(w.t, flow.DescribeList(w.t.Context(), w.archive, actor("kian"), w.listOf("Families' list"), mapping.About{MadeBy: "families" + w.spice, Copies: []string{"another" + w.spice}}, "its first page"+w.spice))
	_, err = flow.Judge(w.t.Context(), w.archive, actor("kian"), flow.JudgeRequest{Left: w.mention(w.listA, 3), Right: w.mention(w.listB, 3), Verdict: person.Same, Reason: "the same hand" + w.spice})
	must(w.t, err)
}

func (w *world) decide() {
	asked, _, err := flow.RequestRelease(w.t.Context(), w.archive, actor("pia"), flow.ReleaseRequest{Case: "main", Title: "First dossier" + w.spice, Audience: "the court" + w.spice, Reason: "asked by it" + w.spice}, time.Now())
	must(w.t, err)
	w.release = asked.Release
}

// agree says under which terms things leave, and asks who is accused.
func (w *world) agree() {
	ctx, kian := w.t.Context(), actor("kian")
	must(w.t, flow.DescribeRecipient(ctx, w.archive, actor("pia"), disclosure.RecipientDescribed{Recipient: "varanda-court", Title: "The court" + w.spice, Body: disclosure.ACourt, Place: "Varanda" + w.spice, FairTrial: disclosure.Yes, Grounds: "its word" + w.spice}))
	on := func(kind disclosure.RefKind, id string) disclosure.Ref { return disclosure.Ref{On: kind, ID: id} }
	for _, ref := range []disclosure.Ref{on(disclosure.OnItem, w.letter.String()), on(disclosure.OnEntity, w.entity), on(disclosure.OnClaim, w.sealedClaim)} {
		given, err := flow.GiveConsent(ctx, w.archive, kian, disclosure.ConsentGiven{On: ref, Uses: []intake.Use{intake.ToUN, intake.ToNamedCourt}, Court: "a court" + w.spice, Form: disclosure.Oral, Date: "2020-03-04", Expires: "2021-03-04", TakenBy: "the team" + w.spice, Note: "note" + w.spice})
		must(w.t, err)
		if ref.On == disclosure.OnItem {
			must(w.t, flow.WithdrawConsent(ctx, w.archive, kian, disclosure.ConsentWithdrawn{Consent: given.Consent, Uses: []intake.Use{intake.ToUN}, Date: "2020-05-04"}))
		}
		_, err = flow.LayCondition(ctx, w.archive, kian, disclosure.ConditionLaid{On: ref, Until: "2020-01-01", Never: []disclosure.Body{disclosure.TheMedia}, Reason: "she asked" + w.spice})
		must(w.t, err)
	}
	asked, err := flow.AskReply(ctx, w.archive, kian, disclosure.ReplyAsked{Entity: w.entity, Date: "2020-01-01", How: "a letter" + w.spice, Points: "that he signed" + w.spice, Due: "2020-02-01"})
	must(w.t, err)
	must(w.t, flow.RecordReply(ctx, w.archive, kian, disclosure.ReplyGiven{Reply: asked.Reply, Date: "2020-01-20", Answer: "I did not" + w.spice}, w.cited))
	_, err = flow.AskReply(ctx, w.archive, kian, disclosure.ReplyAsked{Entity: w.sealedEntity, Date: "2020-01-01", Waived: "it would name " + secretWords})
	must(w.t, err)
	must(w.t, flow.WeighClaim(ctx, w.archive, kian, disclosure.Weighed{Claim: w.name, Entity: w.entity, Bearing: disclosure.Exculpatory, Reason: "so it is" + w.spice}))
	must(w.t, flow.WeighClaim(ctx, w.archive, kian, disclosure.Weighed{Claim: w.sealedClaim, Entity: w.entity, Bearing: disclosure.Inculpatory}))
}
