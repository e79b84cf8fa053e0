package fiction

// Finding is what somebody concludes from claims, named by their keys.
type Finding struct {
	Key        string
	Conclusion string
	Standard   string // of proof, by Sanad's words
	Reasons    string
	About      []string // Entity.ID
	Claims     []string
	Against    []string
	Needs      int    // how many of the claims are enough; 0: all
	Confirmed  string // why a second person agrees; empty leaves it proposed
}

// Fall is a document that turns out to be worth nothing. What rests on it goes
// with it.
type Fall struct {
	File    string // File.Path
	Reason  string
	Because []string // keys of the claims that show it
}

// fallen is the memo that a printer's mark gives away.
func fallen() Fall {
	return Fall{
		File:    memoPath,
		Reason:  "the form of the memo was printed three years after its date, and its author was not in the post on that day",
		Because: []string{"memo-printer", "memo-post", "memo-seal"},
	}
}

func findings() []Finding {
	return append(ofPeople(), ofOrders()...)
}

func ofPeople() []Finding {
	return []Finding{
		{
			Key:        "navid",
			Conclusion: "Navid Nizaraki died in the hands of Sangab prison on or about 13 October 1982.",
			Standard:   "reasonable grounds to believe",
			Reasons:    "He was seen alive on 1 October; on 24 November his bag was handed over with that date; a complaint before a court has the same. The Council's letter has him moved.",
			About:      []string{"person/navid"},
			Claims:     []string{"navid-seen", "navid-death", "act-navid-date"}, Needs: 2,
			Against:   []string{"navid-transfer"},
			Confirmed: "weighed the letter of the Council against the bag: it names no prison and gives no day",
		},
		{
			Key:        "duress",
			Conclusion: "What Bahman Namakchin said on television was said under duress.",
			Standard:   "clear and convincing evidence",
			Reasons:    "He read from a sheet in the hands of those it served, one hand was covered, and his sister does not know the sentences.",
			About:      []string{"person/bahman", "statement/confession"},
			Claims:     []string{"bahman-duress", "confession-hand"},
			Against:    []string{"confession-words"},
			Confirmed:  "looked at the transcript and at the newspaper; they do not depend on each other",
		},
		{
			Key:        "hadi",
			Conclusion: "Individual 1 of the Salt Basin may be Hadi Badbanduz; an examination is needed.",
			Standard:   "reasonable suspicion",
			Reasons:    "A gold crown, a healed fracture and the height agree with the notes of a prison doctor. That does not identify anybody.",
			About:      []string{"person/hadi", "person/remains-1"},
			Claims:     []string{"hadi-dental", "hadi-fracture", "hadi-height", "remains-dental", "remains-fracture", "remains-height"},
			Against:    []string{"hadi-cup"},
		},
		{
			Key:        "sangab-night",
			Conclusion: "On the night before 14 October 1982 at least seventeen prisoners were taken from one ward of Sangab.",
			Standard:   "reasonable grounds to believe",
			Reasons:    "A doctor counted beds and names; four former prisoners spoke of one night; a memo speaks of more.",
			About:      []string{"event/sangab-night"},
			Claims:     []string{"beds-17", "pharmacy-transfer", "four-witnesses", "memo-date"}, Needs: 3,
			Against:   []string{"confession-words"},
			Confirmed: "three of the four would be enough",
		},
	}
}

func ofOrders() []Finding {
	return []Finding{
		{
			Key:        "registers",
			Conclusion: "The registers of al-Ghurub were taken to Simrud on 12 November 1982 by order of the Board.",
			Standard:   "balance of probabilities",
			Reasons:    "An answer of the prisons and a cook agree on the day without knowing of each other, and the order can be heard on the tape of nine days before.",
			About:      []string{"event/registers", "official/kahroban"},
			Claims:     []string{"registers-date-official", "registers-date-witness", "registers-order", "registers-board"}, Needs: 3,
			Against:   []string{"registers-denied"},
			Confirmed: "the denial is two months later than the answer that admits it",
		},
		{
			Key:        "governor",
			Conclusion: "Hushang Barzavand governed Sangab from 13 October 1982.",
			Standard:   "clear and convincing evidence",
			Reasons:    "The gazette and the tape agree. The almanac has 15 October and is the later work.",
			About:      []string{"tenure/sangab-barzavand", "official/barzavand"},
			Claims:     []string{"sangab-from-gazette", "sangab-from-tape"},
			Against:    []string{"sangab-from-almanac"},
			Confirmed:  "read in both",
		},
		{
			Key:        "decree",
			Conclusion: "A decree of 23 September 1982 ordered what the Board did, though no copy is held.",
			Standard:   "reasonable grounds to believe",
			Reasons:    "Somebody who typed it tells its words; the head of the Board says on tape that there was an order.",
			About:      []string{"document/decree"},
			Claims:     []string{"decree-date", "decree-content", "decree-signed", "autumn-order"}, Needs: 3,
			Confirmed: "the words are from memory, and the finding says no more than that there was one",
		},
		{
			Key:        "gerdavand",
			Conclusion: "Manuchehr Gerdavand brought the order for the night of 21 Mehr to Sangab.",
			Standard:   "reasonable suspicion",
			Reasons:    "The memo says so in its second paragraph.",
			About:      []string{"official/gerdavand", "event/sangab-night"},
			Claims:     []string{"memo-112", "memo-gerdavand", "memo-brought"},
			Confirmed:  "the memo is one document, and the standard is the lowest",
		},
	}
}
