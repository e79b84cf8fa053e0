package desk

import (
	"net/http"
	"slices"

	"sanad/internal/core/guard"
)

// answer writes the response to a visit, or gives the error to be shown.
type answer func(w http.ResponseWriter, v *visit) error

// route is one line of the table: what is asked for, what the actor must be
// allowed to (empty: nothing but to be signed in), and what answers.
type route struct {
	pattern string
	need    guard.Act
	answer  answer
}

// routes is everything the desk answers to behind the sign-in. GET shows and
// POST changes; what a POST changes is decided by the flow's own rules again.
func routes() []route {
	return slices.Concat(materialRoutes(), claimRoutes(), peopleRoutes(), leavingRoutes(), intakeRoutes(), houseRoutes(), accountRoutes())
}

// materialRoutes: what was taken in and read.
func materialRoutes() []route {
	return []route{
		{"GET /{$}", "", show("home", showHome)},
		{"GET /search", guard.ToRead, sendSearch},
		{"GET /reading", guard.ToRead, show("survey", showSurvey)},
		{"GET /items", guard.ToRead, show("items", showItems)},
		{"GET /items/{item}", guard.ToRead, show("item", showItem)},
		{"GET /items/{item}/original", guard.ToRead, sendOriginal},
		{"GET /items/{item}/pictures/{page}", guard.ToRead, sendPicture},
		{"GET /items/{item}/mentions", guard.ToRead, show("mentions", showMentions)},
		{"POST /items/{item}/mentions", guard.ToClaim, do(judgeMention)},
		{"GET /items/{item}/redact", guard.ToRead, show("redact", showRedact)},
		{"GET /items/{item}/redact/copy", guard.ToRead, sendRedacted},
		{"POST /items/{item}/redact", guard.ToMark, do(markRedact)},
		{"POST /items/{item}/redact/remove", guard.ToMark, do(removeMarks)},
		{"POST /items/{item}/redact/accept", guard.ToMark, do(acceptMarks)},
		{"GET /items/{item}/words", guard.ToClaim, show("words", showWords)},
		{"GET /items/{item}/compare", guard.ToRead, show("compare", showCompare)},
		{"POST /items/{item}/cite", guard.ToClaim, do(cite)},
		{"GET /accessions", guard.ToRead, show("accessions", showAccessions)},
		{"GET /accessions/new", guard.ToCollect, show("accession_new", showAccessionForm)},
		{"POST /accessions", guard.ToCollect, do(openAccession)},
		{"GET /accessions/{accession}/add", guard.ToCollect, show("accession_add", showAccessionAdd)},
		{uploadRoute, guard.ToCollect, takeFiles},
		{"POST /accessions/{accession}/close", guard.ToCollect, do(closeAccession)},
		{"GET /accessions/{accession}", guard.ToRead, show("accession", showAccession)},
	}
}

// claimRoutes: what is claimed and concluded.
func claimRoutes() []route {
	return []route{
		{"GET /claims", guard.ToRead, show("claims", showClaims)},
		{"GET /claims/new", guard.ToClaim, show("claim_new", showClaimForm)},
		{"POST /claims", guard.ToClaim, recordClaim},
		{"POST /claims/preview", guard.ToClaim, previewClaim},
		{"GET /claims/{claim}", guard.ToRead, show("claim", showClaim)},
		{"GET /claims/{claim}/correct", guard.ToClaim, show("claim_new", showCorrectForm)},
		{"POST /claims/{claim}/correct", guard.ToClaim, recordClaim},
		{"POST /claims/{claim}/correct/preview", guard.ToClaim, previewClaim},
		{"POST /claims/{claim}/grade", guard.ToClaim, do(gradeClaim)},
		{"POST /claims/{claim}/flag", guard.ToClaim, do(flagClaim)},
		{"POST /claims/{claim}/{turn}", guard.ToClaim, do(turnClaim)},
		{"GET /falls", guard.ToRead, show("falls", showFalls)},
		{"GET /says", guard.ToRead, show("says", showSays)},
		{"GET /requests", guard.ToRead, show("requests", showRequests)},
		{"GET /entities", guard.ToRead, show("entities", showEntities)},
		{"GET /entities/{entity}", guard.ToRead, show("entity", showEntity)},
		{"GET /entities/{entity}/dossier", guard.ToRead, show("dossier", showDossier)},
		{"GET /entities/{entity}/history", guard.ToRead, show("entity_history", showEntityHistory)},
		{"GET /findings", guard.ToRead, show("findings", showFindings)},
		{"GET /findings/new", guard.ToClaim, show("finding_new", showFindingForm)},
		{"POST /findings", guard.ToClaim, conclude},
		{"GET /findings/{finding}", guard.ToRead, show("finding", showFinding)},
		{"POST /findings/{finding}/confirm", guard.ToJudge, do(confirmFinding)},
		{"POST /findings/{finding}/withdraw", guard.ToClaim, do(withdrawFinding)},
		{"GET /petitions", guard.ToRead, show("petitions", showPetitions)},
		{"GET /petitions/{petition}", guard.ToRead, show("petition", showPetition)},
		{"GET /petitions/{petition}/tally/{entry}", guard.ToRead, sendTally},
		{"POST /petitions/{petition}/close", guard.ToClaim, do(closePetition)},
		{"GET /figures", guard.ToRead, show("figure_events", showFigureEvents)},
		{"GET /events/{entity}/figures", guard.ToRead, show("figures", showFigures)},
		{"GET /timeline", guard.ToRead, show("timeline", showTimeline)},
		{"GET /map", guard.ToRead, show("map", showMap)},
		{"GET /posts", guard.ToRead, show("posts", showPosts)},
	}
}

// peopleRoutes: lists, who is who, and how many.
func peopleRoutes() []route {
	return []route{
		{"GET /lists", guard.ToRead, show("lists", showLists)},
		{"GET /lists/new", guard.ToClaim, sendListForm},
		{"POST /lists/preview", guard.ToClaim, previewList},
		{"POST /lists", guard.ToClaim, importList},
		{"GET /lists/{list}", guard.ToRead, show("list", showList)},
		{"POST /lists/{list}/describe", guard.ToClaim, do(describeList)},
		{"GET /people", guard.ToRead, show("people", showPeople)},
		{"GET /people/clusters", guard.ToRead, sendClusters},
		{"GET /people/pair", guard.ToRead, show("pair", showPair)},
		{"GET /people/quality", guard.ToRead, show("quality", showQuality)},
		{"GET /people/relatives", guard.ToRead, show("relatives", showRelatives)},
		{"POST /people/link", guard.ToJudge, do(linkRows)},
		{"POST /people/judge", guard.ToJudge, do(judge)},
		{"GET /count", guard.ToRead, show("count", showCount)},
		{"GET /count/people", guard.ToRead, show("count_people", showCountPeople)},
		{"GET /estimates", guard.ToRead, show("estimates", showEstimates)},
		{"GET /estimates/new", guard.ToClaim, show("estimate_new", showEstimateForm)},
		{"POST /estimates", guard.ToClaim, askEstimate},
		{"GET /estimates/{estimate}", guard.ToRead, show("estimate", showEstimate)},
		{"GET /estimates/{estimate}/table.csv", guard.ToRead, sendEstimateTable},
		{"GET /estimates/{estimate}/report.json", guard.ToRead, sendEstimateReport},
		{"POST /estimates/{estimate}/review", guard.ToJudge, reviewEstimate},
		{"POST /estimates/{estimate}/withdraw", guard.ToClaim, withdrawEstimate},
	}
}

// leavingRoutes: under which terms things leave, and what became of what left.
func leavingRoutes() []route {
	return []route{
		{"GET /consents", guard.ToRead, show("consents", showConsents)},
		{"POST /consents", guard.ToBind, do(giveConsent)},
		{"POST /consents/{consent}/withdraw", guard.ToBind, do(withdrawConsent)},
		{"POST /conditions", guard.ToBind, do(layCondition)},
		{"POST /conditions/{condition}/lift", guard.ToLift, do(liftCondition)},
		{"GET /recipients", guard.ToRead, show("recipients", showRecipients)},
		{"POST /recipients", guard.ToApprove, do(describeRecipient)},
		{"GET /replies", guard.ToRead, show("replies", showReplies)},
		{"POST /replies", guard.ToHear, do(askReply)},
		{"POST /replies/{reply}", guard.ToHear, do(recordReply)},
		{"POST /claims/{claim}/weigh", guard.ToClaim, do(weighClaim)},
		{"GET /holders", guard.ToRead, show("holders", showHolders)},
		{"POST /releases/{release}/deliver", guard.ToApprove, do(deliverRelease)},
		{"POST /releases/{release}/supersede", guard.ToApprove, do(supersedeRelease)},
		{"POST /releases/{release}/recall", guard.ToApprove, do(recallRelease)},
	}
}

// intakeRoutes: what strangers handed in.
func intakeRoutes() []route {
	return []route{
		{"GET /intake", guard.ToSeal, show("intake", showIntake)},
		{"GET /intake/corrections", guard.ToSeal, show("corrections", showCorrections)},
		{"GET /intake/{submission}", guard.ToSeal, show("submission", showSubmission)},
		{"POST /intake/{submission}/open", guard.ToSeal, openSubmission},
		{"POST /intake/{submission}/sort", guard.ToCollect, do(sortSubmission)},
		{"POST /intake/{submission}/link", guard.ToCollect, do(linkSubmission)},
		{"POST /intake/{submission}/corrects", guard.ToCollect, do(noteCorrection)},
		{"POST /intake/{submission}/decide", guard.ToCollect, do(decideCorrection)},
		{"POST /intake/{submission}/answer", guard.ToCollect, do(answerSubmission)},
		{"POST /intake/{submission}/take", guard.ToCollect, do(takeSubmission)},
		{"POST /intake/{submission}/end", guard.ToCollect, do(endSubmission)},
	}
}

// houseRoutes: what leaves, the ledger, and the work of the house.
func houseRoutes() []route {
	return []route{
		{"POST /seen", "", markSeen},
		{"GET /releases", guard.ToRead, show("releases", showReleases)},
		{"POST /releases", guard.ToRequest, do(requestRelease)},
		{"GET /releases/{release}", guard.ToRead, show("release", showRelease)},
		{"POST /releases/{release}/approve", guard.ToApprove, do(approveRelease)},
		{"GET /ledger", "", show("ledger", showLedger)},
		{"GET /ledger/{index}", "", show("entry", showEntry)},
		{"GET /ledger/{index}/proof", "", sendProof},
		{"GET /checkpoint", "", sendCheckpoint},
		{"GET /jobs", "", show("jobs", showJobs)},
		{"POST /jobs", "", do(askJob)},
		{"GET /jobs/{job}", "", sendJob},
		{"POST /jobs/{job}/stop", "", do(stopJob)},
		{"POST /jobs/{job}/retry", "", do(retryJob)},
		{"GET /audit", guard.ToAudit, show("audit", showAudit)},
		{"GET /keys", "", show("keys", showKeys)},
		{"GET /unseal", guard.ToSeal, show("unseal", showUnseal)},
		{"POST /unseal", guard.ToSeal, do(askUnseal)},
		{"GET /unseal/{request}", guard.ToSeal, show("unsealing", showUnsealing)},
		{"POST /unseal/{request}/approve", guard.ToSeal, do(approveUnseal)},
		{"POST /unseal/{request}/refuse", guard.ToSeal, do(refuseUnseal)},
		{"GET /help", "", show("help", showHelp)},
	}
}

// accountRoutes: who may come in, and how they like it.
func accountRoutes() []route {
	return []route{
		{"GET /users", guard.ToAdmin, show("users", showUsers)},
		{"POST /users", guard.ToAdmin, do(addUser)},
		{"GET /users/{user}", guard.ToAdmin, show("user", showUser)},
		{"POST /users/{user}/roles", guard.ToAdmin, do(changeUser)},
		{"POST /users/{user}/disable", guard.ToAdmin, do(disableUser)},
		{"POST /users/{user}/password", guard.ToAdmin, do(resetPassword)},
		{"POST /users/{user}/factors", guard.ToAdmin, do(resetFactors)},
		{"POST /users/{user}/sessions", guard.ToAdmin, do(revokeSessions)},
		{"GET /account", "", show("account", showAccount)},
		{"POST /account/likes", "", setLikes},
		{"POST /account/password", "", do(changePassword)},
		{"GET /account/app", "", show("account_app", showApp)},
		{"POST /account/app/new", "", do(drawSecret)},
		{"POST /account/app", "", setApp},
		{"POST /account/codes", "", newCodes},
		{"POST /account/passkey/new", "", makePasskey},
		{"POST /account/passkey", "", setPasskey},
		{"POST /account/factors/{factor}/remove", "", do(removeFactor)},
		{"POST /account/sessions/{session}/end", "", do(endSession)},
		{"POST /account/sessions", "", signOutEverywhere},
		{"GET /account/tokens", "", show("tokens", showTokens)},
		{"POST /account/tokens", "", makeToken},
		{"POST /account/tokens/{token}/revoke", "", do(revokeToken)},
		{"GET /users/{user}/cases", guard.ToAdmin, show("user_cases", showUserCases)},
		{"POST /users/{user}/cases", guard.ToAdmin, do(giveRoles)},
		{"POST /signout", "", signOut},
	}
}

// doors is what the desk answers to without asking who is there.
func doors() []route {
	return []route{
		{"GET /signin", "", show("signin", showSignIn)},
		{"POST /signin", "", signIn},
		{"GET /signin/second", "", again(show("signin_second", showSecond))},
		{"POST /signin/second", "", again(signInSecond)},
		{"POST /signin/provider", "", askProvider},
		{"GET /signin/provider/back", "", providerAnswered},
	}
}

// areas is the desk's menu, in groups; each line names its route's right.
func areas() [][]area {
	return [][]area{
		{{"home", "/", ""}, {"search", "/search", guard.ToRead}},
		{{"items", "/items", guard.ToRead}, {"reading", "/reading", guard.ToRead}, {"accessions", "/accessions", guard.ToRead}, {"intake", "/intake", guard.ToSeal}},
		{{"claims", "/claims", guard.ToRead}, {"entities", "/entities", guard.ToRead}, {"findings", "/findings", guard.ToRead}, {"says", "/says", guard.ToRead}, {"requests", "/requests", guard.ToRead}},
		{{"posts", "/posts", guard.ToRead}, {"figures", "/figures", guard.ToRead}, {"timeline", "/timeline", guard.ToRead}, {"map", "/map", guard.ToRead}},
		{{"lists", "/lists", guard.ToRead}, {"people", "/people", guard.ToRead}, {"count", "/count", guard.ToRead}, {"estimates", "/estimates", guard.ToRead}, {"petitions", "/petitions", guard.ToRead}},
		{{"releases", "/releases", guard.ToRead}, {"consents", "/consents", guard.ToRead}, {"recipients", "/recipients", guard.ToRead}, {"replies", "/replies", guard.ToRead}},
		{{"ledger", "/ledger", ""}, {"audit", "/audit", guard.ToAudit}, {"keys", "/keys", ""}, {"unseal", "/unseal", guard.ToSeal}, {"jobs", "/jobs", ""}, {"users", "/users", guard.ToAdmin}, {"help", "/help", ""}},
	}
}

type area struct {
	Key  string
	Href string
	need guard.Act
}
