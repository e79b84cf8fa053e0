package cli

import (
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/person"
)

// served is a command that may be asked for from another machine. What is not
// in the table is not served: it changes the machine, shows its secrets, or
// waits for somebody at a keyboard.
type served struct {
	// needs is what the actor must be allowed to, besides what the flow itself
	// asks for; the flow decides again.
	needs []guard.Act
	// weighs: it tells of everything, sealed or not and of whatever case, and is
	// for who may see all of it.
	weighs bool
	// takes names the arguments that are files of whoever asks, and are sent.
	takes []string
	// streams: the files are what the command is about, and are taken as they come.
	streams bool
	// gives names the argument that is a place to write to: what would be
	// written there is sent back. A folder, or a single file.
	gives  string
	single bool
	// never lists flags that are not served.
	never []string
	// lines: the answer is JSON Lines.
	lines bool
	// reads: nothing is changed, and the answer is the same until the ledger grows.
	reads bool
	// answers is a value of the type that is printed.
	answers any
}

var (
	toRead  = []guard.Act{guard.ToRead}
	toClaim = []guard.Act{guard.ToRead, guard.ToClaim}
	toJudge = []guard.Act{guard.ToRead, guard.ToJudge}

	toBind = []guard.Act{guard.ToRead, guard.ToBind}
	toHear = []guard.Act{guard.ToRead, guard.ToHear}
	toMark = []guard.Act{guard.ToRead, guard.ToMark}

	toUnseal  = []guard.Act{guard.ToSeal}
	toReceive = []guard.Act{guard.ToSeal}
)

// look is a command that shows; list one that does so in JSON Lines.
func look(answers any) served { return served{needs: toRead, reads: true, answers: answers} }
func list(answers any) served {
	return served{needs: toRead, reads: true, lines: true, answers: answers}
}

// Either is a value of each type that may be printed.
type Either []any

// servedCommands is the whole table, by the words of a command.
func servedCommands() map[string]served {
	aClaim := served{needs: toClaim, answers: claimView{}}
	aHandOut := served{needs: toRead, gives: "out", answers: handedOn{}}
	return map[string]served{
		"add":     {needs: []guard.Act{guard.ToCollect}, takes: []string{"paths"}, streams: true, answers: addedDocument{}},
		"capture": {needs: []guard.Act{guard.ToCollect}, answers: addedDocument{}},
		"process": {needs: []guard.Act{guard.ToProcess}, weighs: true, never: []string{"password"}, answers: processed{}},

		"items": list(itemLine{}), "accessions": list(accessionLine{}), "show": look(shownItem{}), "text": look(textView{}), "near": look(nearView{}), "search": look(searched{}),
		"picture":  {needs: toRead, gives: "out", single: true, answers: drawnPage{}},
		"mentions": {needs: toRead, answers: Either{mentionsView{}, judgedMention{}}},
		"date":     look(dateAnswer{}), "schema": look(Either{kindsView{}, kindView{}}),
		"name read":  {needs: toRead, reads: true, takes: []string{"groups"}, answers: Either{nameView{}, nameComparison{}}},
		"name group": {needs: toJudge, answers: nameGroupView{}}, "name apart": {needs: toJudge, answers: nameGroupView{}}, "name ungroup": {needs: toJudge, answers: nameGroupView{}}, "name groups": look([]nameGroupView{}),

		"cite":      {needs: toClaim, answers: citedView{}},
		"claim add": aClaim, "claim correct": aClaim, "claim withdraw": aClaim, "claim prefer": aClaim, "claim accept": aClaim,
		"claim dispute": aClaim, "claim grade": aClaim, "claim flag": aClaim,
		"claim show": look(claimView{}), "claim history": list(stepView{}), "claims": list(Either{claimView{}, claimFallView{}, findingFallView{}, countFallView{}, estimateFallView{}, releaseFallView{}, tallyLine{}}),
		"says": list(Either{speakerView{}, tellingView{}, statementView{}}), "requests": list(requestView{}),
		"entity show": look(entityView{}), "entity history": list(Either{stepView{}, changeView{}}), "entity list": list(entityLine{}), "figures": look(figuresView{}), "timeline": look([]momentView{}),
		"finding add": {needs: toClaim, answers: findingView{}}, "finding confirm": {needs: toJudge, answers: findingView{}}, "finding withdraw": {needs: toClaim, answers: findingView{}},
		"finding show": look(findingView{}), "finding list": list(findingView{}),
		"petition new": {needs: toClaim, answers: petitionView{}}, "petition word": {needs: toClaim, takes: []string{"text"}, answers: petitionView{}}, "petition close": {needs: toClaim, answers: petitionView{}},
		"petition list": list(petitionView{}), "petition show": look(petitionView{}),
		"posts held": look(heldView{}), "posts placeholders": list(placeholderView{}), "posts resolve": {needs: toJudge, answers: person.Judged{}},

		"import table": {needs: toClaim, takes: []string{"file", "map"}, answers: Either{imported{}, previewView{}, graphImported{}, importedFtM{}}}, "vocabulary import": {needs: toClaim, takes: []string{"file"}, answers: importedVocabulary{}},
		"hashes check":    {needs: toClaim, takes: []string{"manifest"}, answers: hashesChecked{}},
		"vocabulary list": list(vocabularyLine{}), "vocabulary show": list(termLine{}),
		"lists list": list(listView{}), "lists show": look(shownList{}), "lists mapping": look(listMapping{}), "lists describe": {needs: toClaim, answers: listView{}},

		"link rows": {needs: toRead, takes: []string{"map"}, answers: linked{}}, "review next": look(nextQuestion{}), "review list": list(queueLine{}), "review decide": {needs: toJudge, answers: person.Judged{}}, "review quality": look(qualityView{}),
		"people": list(Either{personView{}, kinView{}}), "explain": look(pairView{}), "count": look(Either{counted{}, publicCount{}}),
		"estimate make": {needs: toRead, takes: []string{"table"}, gives: "report", single: true, answers: totalsView{}}, "estimate list": list(listedEstimate{}), "estimate show": look(keptTotals{}), "estimate check": look(checkedEstimate{}),
		"estimate confirm": {needs: toJudge, answers: keptTotals{}}, "estimate dispute": {needs: toJudge, answers: keptTotals{}}, "estimate withdraw": {needs: toClaim, answers: keptTotals{}}, "estimate export": {needs: toRead, gives: "out", answers: exported{}},

		"redact mark": {needs: toMark, answers: redactionView{}}, "redact remove": {needs: toMark, answers: redactionView{}}, "redact show": look(redactionView{}),
		"redact propose": {needs: toRead, answers: proposalView{}}, "redact preview": {needs: toRead, gives: "out", single: true, answers: previewedCopy{}},

		"release new": {needs: []guard.Act{guard.ToRequest}, answers: releaseView{}}, "release approve": {needs: []guard.Act{guard.ToApprove}, answers: approvedView{}}, "release show": look(shownRelease{}), "release list": list(releaseLine{}),
		"release build":   {needs: []guard.Act{guard.ToApprove}, gives: "out", answers: builtView{}},
		"release deliver": {needs: []guard.Act{guard.ToApprove}, answers: deliveryView{}}, "release supersede": {needs: []guard.Act{guard.ToApprove}, answers: lifeView{}},
		"release recall": {needs: []guard.Act{guard.ToApprove}, answers: lifeView{}}, "release notice": {needs: []guard.Act{guard.ToApprove}, gives: "out", answers: noticeView{}}, "release holders": look(holdersView{}),
		"consent give": {needs: toBind, answers: consentView{}}, "consent withdraw": {needs: toBind, answers: consentView{}}, "consent show": {needs: toRead, answers: consentView{}}, "consent list": {needs: toRead, lines: true, answers: consentView{}},
		"condition lay": {needs: toBind, answers: conditionView{}}, "condition lift": {needs: []guard.Act{guard.ToRead, guard.ToLift}, answers: conditionView{}}, "condition list": list(conditionView{}),
		"recipient describe": {needs: []guard.Act{guard.ToApprove}, answers: recipientView{}}, "recipient list": list(recipientView{}), "recipient show": look(recipientView{}),
		"reply ask": {needs: toHear, answers: replyView{}}, "reply waive": {needs: toHear, answers: replyView{}}, "reply record": {needs: toHear, answers: replyView{}}, "reply list": {needs: toRead, lines: true, answers: replyView{}},
		"claim weigh":  {needs: toClaim, answers: weighedView{}},
		"export bagit": {needs: []guard.Act{guard.ToExport}, gives: "out", answers: exported{}}, "export ocfl": {needs: []guard.Act{guard.ToExport}, gives: "out", answers: exported{}},
		"export graph": {needs: toRead, gives: "out", answers: exported{}}, "export ftm": {needs: toRead, gives: "out", answers: exportedFtM{}}, "export csv": aHandOut, "export xlsx": aHandOut, "export jsonl": aHandOut, "export jsonld": aHandOut, "export edrm": aHandOut, "export wacz": aHandOut, "export tiles": {gives: "out", answers: exported{}},

		"door open": {needs: []guard.Act{guard.ToAdmin}, answers: doorView{}}, "door close": {needs: []guard.Act{guard.ToAdmin}, answers: doorView{}}, "door list": {reads: true, lines: true, answers: Either{doorView{}, correctionView{}}},
		"door inbox": {needs: toReceive, reads: true, lines: true, answers: submissionView{}}, "door show": {needs: toReceive, reads: true, answers: shownSubmission{}}, "door sealed": {needs: toReceive, gives: "out", answers: sealedLetters{}},
		"door sort": {needs: toReceive, answers: sortedView{}}, "door link": {needs: toReceive, answers: linkedView{}}, "door note": {needs: toReceive, answers: notedView{}}, "door decide": {needs: toReceive, never: []string{"key"}, answers: intake.CorrectionDecided{}}, "door end": {needs: toReceive, answers: endedView{}}, "door expire": {needs: toReceive, answers: expiredView{}},

		"checkpoint show": {reads: true, answers: checkpointView{}}, "checkpoint cosign": {needs: []guard.Act{guard.ToExport}, takes: []string{"file"}, never: []string{"witness", "ask"}, answers: cosignedAnswer{}}, "checkpoint stamp": {needs: []guard.Act{guard.ToExport}, never: []string{"tsa", "request", "reply", "roots"}, answers: stampedAnswer{}},
		"prove": {gives: "out", answers: provedAll{}}, "verify": {needs: []guard.Act{guard.ToAudit}, weighs: true, answers: verified{}},
		"user list": {needs: []guard.Act{guard.ToAdmin}, reads: true, lines: true, answers: accountView{}}, "user add": {needs: []guard.Act{guard.ToAdmin}, never: []string{"password-stdin"}, answers: givenRoles{}}, "user disable": {needs: []guard.Act{guard.ToAdmin}, answers: disabledUser{}},
		"key list": {reads: true, lines: true, answers: keyView{}}, "key add": {needs: []guard.Act{guard.ToAdmin}, answers: keyView{}}, "key remove": {needs: []guard.Act{guard.ToAdmin}, answers: removedHolder{}}, "key threshold": {needs: []guard.Act{guard.ToAdmin}, answers: thresholdView{}},
		"identity list": {needs: toUnseal, reads: true, lines: true, answers: identityView{}},
		"unseal list":   {needs: toUnseal, lines: true, answers: unsealView{}}, "unseal show": {needs: toUnseal, answers: unsealView{}}, "unseal request": {needs: toUnseal, never: []string{"out"}, answers: unsealView{}},
		"unseal approve": {needs: toUnseal, takes: []string{"slip"}, never: []string{"key"}, answers: unsealView{}}, "unseal refuse": {needs: toUnseal, answers: unsealView{}}, "unseal slip": {needs: toUnseal, answers: slipView{}},
		"jobs list": {lines: true, answers: jobView{}}, "jobs show": {answers: jobView{}}, "jobs ask": {answers: jobView{}}, "jobs stop": {answers: jobView{}}, "jobs retry": {answers: jobView{}},
	}
}

// addedDocument is what add prints, which it writes as it goes.
type addedDocument struct {
	Accession string       `json:"accession"`
	Items     []addedItem  `json:"items"`
	Failed    []addFailure `json:"failed"`
	Passed    []addPassed  `json:"passed_over"`
	Skipped   int64        `json:"skipped,omitempty"`
	Error     string       `json:"error,omitempty"`
}

// stays lists commands that are done where they are typed, whatever --remote
// says: they need no archive.
func stays() []string {
	return []string{"version", "completion", "man", "sandboxed", "link bench", "api openapi", "estimate codes", "release pack", "witness new", "witness log", "witness sign", "witness serve"}
}
