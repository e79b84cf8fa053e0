package fiction

// More paths of papers.
const (
	decreePath     = "یادها/آنچه از فرمان به یادم مانده است.txt"
	decreeEnPath   = "یادها/the decree, English translation.txt"
	battlePath     = "یادداشت‌ها/یگان‌های نگهبانی.txt"
	assemblyPath   = "international/CS-38-412.txt"
	appealPath     = "international/UA 61-82.txt"
	responsePath   = "مراسلات/جواب مجلس النظام ٨٨.txt"
	petitionPath   = "اعلامیه‌ها/دادخواست بهار ۱۳۶۲.txt"
	confessionPath = "نوار/برنامه بازگشت.txt"
	journalistPath = "قصاصات/مرفأ الأخبار ٢٠٤١.txt"
	circlePath     = "notes/How one number went round.txt"
	gravesPath     = "شهادات/إفادة عن مواضع دفن.txt"
	doctorPath     = "یادداشت‌ها/یادداشت پزشک بند.txt"
	familyPath     = "شهادات/رواية عائلة الفوانيسي.txt"
	datelessPath   = "clippings/three cuttings on one sheet.txt"
	diaryPath      = "یادداشت‌ها/یادداشت‌های روزانه کبوده.txt"
	filePath       = "مراسلات/مراسلات النقابة ملف ٩.txt"
	remainsPath    = "notes/Remains at the Salt Basin.txt"
	memoPath       = "اسناد/نامه ۴۴-م.txt"
	forgeryPath    = "notes/On the memo 44-M.txt"
	cardsPath      = "notes/catalogue cards.txt"
	listsPath      = "notes/How the lists were made.txt"
	almanacPath    = "books/Shores Almanac 1984, extract.txt"
	complaintPath  = "court/Complaint 7-1989.txt"
	gazetteTwoPath = "روزنامه رسمی/سمت‌ها، شماره دوم.csv"
)

// accounts are told by people about what they saw.
func accounts() []File {
	return []File{
		{
			Path: decreePath, Lang: "fa", paper: "decree.fa.txt", Sealed: true,
			Title:  titled("یادمانده‌های یک ماشین‌نویس", "ذكريات طابعة", "What a typist remembers of the decree"),
			Source: "A former typist of the Council",
		},
		{
			Path: decreeEnPath, Lang: "en", paper: "decree.en.txt", TranslationOf: decreePath,
			Title:  titled("ترجمه انگلیسی یادمانده‌ها", "الترجمة الإنجليزية للذكريات", "What a typist remembers, English translation"),
			Source: "The Varanda Exile Archive",
			Note:   "Not complete; nobody has compared it with the Persian.",
		},
		{
			Path: gravesPath, Lang: "ar", paper: "graves.ar.txt", Sealed: true,
			Title:  titled("گواهی گورکن", "إفادة عن مواضع دفن", "Statement on burial sites"),
			Source: "A retired digger",
		},
		{
			Path: doctorPath, Lang: "fa", paper: "doctor.fa.txt",
			Title:  titled("دفترچه پزشک بند", "دفتر طبيب العنبر", "Notebook of the ward's doctor"),
			Source: "The sister of Hadi Badbanduz",
		},
		{
			Path: familyPath, Lang: "ar", paper: "family.ar.txt",
			Title:  titled("روایت خانواده الفوانیسی", "رواية عائلة الفوانيسي", "Account of the Fawanisi family"),
			Source: "The family of Qays al-Fawanisi",
		},
		{
			Path: diaryPath, Lang: "fa", paper: "diary.fa.txt",
			Title:  titled("یادداشت‌های روزانه یک زندانی", "يوميات سجين", "Diary of a prisoner"),
			Source: "The Varanda Exile Archive",
		},
	}
}

// letters are what people asked and what they were answered.
func letters() []File {
	return []File{
		{
			Path: appealPath, Lang: "en", paper: "urgent_appeal.en.txt",
			Title:  titled("درخواست فوری ۶۱/۸۲", "النداء العاجل ٦١/٨٢", "Urgent appeal 61/82"),
			Source: "The Bench for the Detained",
		},
		{
			Path: responsePath, Lang: "ar", paper: "partial_response.ar.txt",
			Title:  titled("پاسخ شورا، ۸۸/خ", "جواب المجلس ٨٨/خ", "Answer of the Council, 88/Kh"),
			Source: "The Bench for the Detained",
		},
		{
			Path: petitionPath, Lang: "fa", paper: "petition.fa.txt",
			Title:  titled("دادخواست بهار ۱۳۶۲", "عريضة ربيع ١٩٨٣", "Petition of spring 1983"),
			Source: "The Families of the Autumn Committee",
		},
		{
			Path: filePath, Lang: "ar", paper: "correspondence.ar.txt",
			Title:  titled("نامه‌های کانون وکلا", "مراسلات نقابة المحامين", "Letters of the Lawyers' Union"),
			Source: "The Lawyers' Union of Ayn al-Sarw",
		},
		{
			Path: complaintPath, Lang: "en", paper: "complaint.en.txt",
			Title:  titled("شکایت کانون وکلا", "شكوى نقابة المحامين", "Complaint of the Lawyers' Union"),
			Source: "The Lawyers' Union of Ayn al-Sarw",
		},
	}
}

// records are what was printed, broadcast or kept by offices.
func records() []File {
	return []File{
		{
			Path: battlePath, Lang: "fa", paper: "order_of_battle.fa.txt",
			Title:  titled("یگان‌های نگهبانی", "وحدات الحراسة", "Memo on the guard units"),
			Source: "The Lawyers' Union of Ayn al-Sarw",
		},
		{
			Path: confessionPath, Lang: "fa", paper: "confession.fa.txt",
			Title:  titled("برنامه «بازگشت»", "برنامج «عودة»", "The programme \"Return\""),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: journalistPath, Lang: "ar", paper: "journalist.ar.txt",
			Title:  titled("بریده مرفأ الاخبار", "قصاصة مرفأ الأخبار", "Clipping from Marfa al-Akhbar"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: datelessPath, Lang: "en", paper: "dateless.en.txt",
			Title:  titled("سه بریده بی سرلوحه", "ثلاث قصاصات بلا ترويسة", "Three cuttings without their heads"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: memoPath, Lang: "fa", paper: "memo.fa.txt",
			Title:  titled("نامه ۴۴/م", "المذكرة ٤٤/م", "Memo 44/M"),
			Source: "A man who had it from a clerk",
			Note:   "Taken for genuine when it was handed in.",
		},
		{
			Path: almanacPath, Lang: "en", paper: "almanac.en.txt",
			Title:  titled("سالنامه کرانه‌ها", "تقويم الشواطئ", "The Shores Almanac 1984"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: gazetteTwoPath, Lang: "fa", Bytes: paper("gazette_two.fa.txt", noFill()),
			Title:   titled("سمت‌ها، شماره دوم", "المناصب، العدد الثاني", "Posts, second gazette"),
			Source:  "The Varanda Exile Archive",
			Note:    "It contradicts the first gazette in one row, and itself in another.",
			Mapping: gazetteMapping("Second gazette: posts", "ردیف"),
		},
	}
}

// afterwards is what was written about all this later.
func afterwards() []File {
	return []File{
		{
			Path: assemblyPath, Lang: "en", paper: "assembly_report.en.txt",
			Title:  titled("گزارش گزارشگر ویژه", "تقرير المقررة الخاصة", "Report CS/38/412"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: circlePath, Lang: "en", paper: "circular.en.txt",
			Title:  titled("یک عدد چگونه گشت", "كيف دار رقم واحد", "How one number went round"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: remainsPath, Lang: "en", paper: "remains.en.txt",
			Title:  titled("یادداشت پیکرها", "ملاحظة عن الرفات", "Note on remains"),
			Source: "The Lawyers' Union of Ayn al-Sarw",
		},
		{
			Path: forgeryPath, Lang: "en", paper: "forgery.en.txt",
			Title:  titled("درباره نامه ۴۴/م", "عن المذكرة ٤٤/م", "On the memo 44/M"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: cardsPath, Lang: "en", paper: "cards.en.txt",
			Title:  titled("برگه‌های فهرست", "بطاقات الفهرس", "Catalogue cards"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: listsPath, Lang: "en", paper: "lists.en.txt",
			Title:  titled("فهرست‌ها چگونه ساخته شدند", "كيف صنعت القوائم", "How the lists were made"),
			Source: "The Varanda Exile Archive",
		},
	}
}
