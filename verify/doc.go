// Package verify knows how an outsider checks what Sanad hands out: a
// dossier, a public site or any copy of it, the tally of a petition, the proof of one event, a receipt, an exported
// log, a signed checkpoint. It must never need a network, a database, a clock, or
// trust in whoever made the thing, and it must never run out of memory on what an
// enemy made.
//
// A Report is a list of checks. Their names are stable. In a dossier:
//
//	folder           only plain files and folders, none of them unnamed
//	manifest         manifest-sha256.txt has its one form and every file it names is here
//	sums             every file has the SHA-256 the manifest names
//	key              ledger/key is a key; it is the one known from elsewhere, if one is given
//	about            dossier.json says what the sealed release says
//	checkpoint       the key signed the log the dossier was planned from
//	seal             the key signed a log that holds the release, and the release names the manifest
//	consistency      the sealing log continues the planning log: nothing was changed in between
//	kept-checkpoint  the log agrees with a checkpoint kept from earlier, if one is given
//	events           every disclosed event is proved to stand in the planning log, in order
//	facts            every disclosed event says something this program knows how to read
//	four-eyes        one person asked for the release, another approved that very plan
//	plan             claims, originals and what was left out are what both decided on
//	originals        every original was taken into custody, with that size
//	copies           every copy that stands for an original is told of, and no other is here
//	renditions       every reading was made of an item, as the log says
//	findings         every conclusion was confirmed word for word, and no claim for or against it is missing
//	exhibits         no page has two numbers and no number two pages; exhibits.csv says what the log does
//	passages         every cited passage stands where the claim says; those of originals that left as copies are counted
//	withheld         nothing that is told to be left out is disclosed after all, be it an event or a field
//
// In a site all of these, with site.json in place of dossier.json; what proves an
// event is the tiles of the log that are here, each of which must lead to the signed
// root.
//
// In the tally of a petition:
//
//	key, checkpoint  as above
//	root             the hashes of all entries make the signed root, and every event shown is one of them
//	petition         the petition's words, what it asks, and whether it is closed
//	signatures       every signature is shown once, signs words that were there, and was not withdrawn
//	tally            the recorded counts
//	tags             there are as many different tags as people were counted, and they are the recorded ones
//	regions          no region is told of with fewer people than the petition promised, or by subtraction
//	receipt          the signature of a signer's receipt is among those counted, if one is given
//	folder           as above
//
// Where witnesses signed a checkpoint, or a policy is given, and where stamps lie, or
// roots are given:
//
//	witnesses        those whom the policy names signed the log, or how much of its beginning
//	time-stamps      every time stamp is over this log's checkpoint, answers its request and
//	                 was signed by an authority under the roots that are given
//
// In a receipt:
//
//	receipt          it has the one form, and opens what a receipt of its kind does and nothing else
//	key              as above; the key stands in the receipt
//	seal             the key signed a log in which the event stands
//	opening          what the holder shows was handed in is what the receipt commits to, if it is given
//	kept-checkpoint  as above
//
// In the proof of one event: key, seal, kept-checkpoint. In an exported log:
// folder, key, checkpoint, tiles, root, kept-checkpoint. Of a checkpoint: key,
// checkpoint, kept-checkpoint. A check that nothing was given for passes and
// its detail begins with "not checked". Every check that fails names the
// files it fails for. A run that was broken off has the failing check
// "finished".
//
// What no dossier can show by itself: that its key is the archive's own
// (compare its fingerprint with one published elsewhere), that the log was not
// forked before the planning checkpoint (keep checkpoints and give them), and
// that what is claimed is true.
package verify
