package charset_test

import (
	"math/rand/v2"
	"strings"
)

// samples are invented sentences. What stands between two of them is no story.
func samples() map[string][]string {
	return map[string][]string{
		"Persian": {
			"شاهد گفت که در روز حادثه فقط دو نفر را دید و پیش از غروب به خانه برگشت.",
			"نامه‌ای که پروین برای برادرش نوشت هرگز به دست او نرسید.",
			"از آن سال‌ها چیزی جز چند عکس و یک دفترچه باقی نمانده است.",
			"مأمور بدون آنکه حکمی نشان دهد، در را شکست و همه جا را گشت.",
			"خانواده‌ها هر جمعه پشت دیوار جمع می‌شدند و نام‌ها را بلند می‌خواندند.",
			"ژاله می‌گوید: «ما را صبح زود با مینی‌بوس بردند و چشم‌بند زدند.»",
			"این گزارش بر پایهٔ گفتگو با هجده نفر نوشته شده است؛ نام آنان عوض شده.",
			"آیا کسی می‌داند آرمان کاویانی آخرین بار کجا دیده شد؟",
			"قاضی پرسید و منشی نوشت، اما پرونده را به وکیل ندادند.",
			"در بند سوم غذا کم بود و هوا سرد، ولی کتاب دست به دست می‌گشت.",
		},
		"Arabic": {
			"قال الشاهد إنه رأى شخصين فقط في ذلك اليوم ثم غادر قبل الغروب.",
			"لم تصل الرسالة التي كتبتها سلمى إلى أخيها أبداً.",
			"بقي من تلك السنوات بضع صور ودفتر صغير لا غير.",
			"دخل الضابط البيت بلا أمر من المحكمة وفتش كل غرفة فيه.",
			"كانت العائلات تجتمع كل يوم جمعة خلف الجدار وتقرأ الأسماء بصوت عالٍ.",
			"هل يعرف أحد أين شوهد نادر الحسيني آخر مرة؟",
			"سأل القاضي وكتب الكاتب، لكن الملف لم يسلم إلى المحامي.",
			"كان الطعام قليلاً والبرد شديداً، غير أن الكتب كانت تنتقل من يد إلى يد.",
			"اعتمد هذا التقرير على مقابلات مع ثمانية عشر شخصاً؛ وقد غيرت أسماؤهم.",
			"نقلوا المعتقلين صباحاً في حافلة صغيرة وهم معصوبو الأعين.",
		},
		"Urdu": {
			"گواہ نے کہا کہ اس دن اس نے صرف دو آدمی دیکھے اور شام سے پہلے گھر لوٹ گیا۔",
			"جو خط زرینہ نے اپنے بھائی کو لکھا تھا وہ اسے کبھی نہیں ملا۔",
			"ان برسوں سے چند تصویروں اور ایک چھوٹی کاپی کے سوا کچھ نہیں بچا۔",
			"افسر نے کوئی حکم نامہ دکھائے بغیر دروازہ توڑا اور ہر کمرے کی تلاشی لی۔",
			"خاندان ہر جمعے کو دیوار کے پیچھے جمع ہوتے اور نام بلند آواز سے پڑھتے تھے۔",
			"کیا کسی کو معلوم ہے کہ عدنان قریشی آخری بار کہاں دیکھا گیا؟",
			"جج نے پوچھا اور منشی نے لکھا، مگر فائل وکیل کو نہیں دی گئی۔",
			"کھانا کم تھا اور ٹھنڈ بہت، لیکن کتابیں ہاتھوں ہاتھ گھومتی رہیں۔",
			"یہ رپورٹ اٹھارہ لوگوں سے بات چیت پر مبنی ہے؛ ان کے نام بدل دیے گئے ہیں۔",
		},
		"English": {
			"The witness said that he saw only two people that day and went home before dusk.",
			"The letter that Ellen wrote to her brother never reached him.",
			"Nothing is left of those years but a few photographs and a small notebook.",
			"The officer showed no warrant, broke the door and searched every room.",
			"Families met behind the wall each Friday and read the names aloud.",
			"Does anyone know where Arthur Kent was last seen?",
			"The judge asked and the clerk wrote, but the file was not given to counsel.",
		},
		"French": {
			"Le témoin a déclaré qu'il n'avait vu que deux personnes ce jour-là, puis qu'il était rentré.",
			"La lettre qu'Hélène écrivit à son frère ne lui est jamais parvenue.",
			"De ces années, il ne reste que quelques photographies et un carnet abîmé.",
			"L'officier, sans présenter de mandat, força la porte et fouilla toutes les pièces.",
			"Chaque vendredi, les familles se réunissaient derrière le mur où elles lisaient les prénoms à voix haute.",
			"Quelqu'un sait-il où François Lemaître a été aperçu pour la dernière fois ?",
			"Le juge a posé des questions, le greffier a noté, mais le dossier n'a pas été communiqué à l'avocat.",
			"On les emmena très tôt, les yeux bandés, à l'arrière d'un fourgon réfrigéré.",
		},
		"Russian": {
			"Свидетель сказал, что видел в тот день только двух человек и вернулся домой до заката.",
			"Письмо, которое Ольга написала брату, так и не дошло до него.",
			"От тех лет не осталось ничего, кроме нескольких снимков и маленькой тетради.",
			"Офицер не показал ордера, выломал дверь и обыскал все комнаты.",
			"Каждую пятницу семьи собирались за стеной и вслух читали имена.",
			"Знает ли кто-нибудь, где в последний раз видели Павла Дорохова?",
			"Судья спрашивал, писарь записывал, но дело адвокату не передали.",
			"Этот отчёт основан на беседах с восемнадцатью людьми; имена изменены.",
		},
	}
}

// passage gives about length letters of a language, from sentences and from
// words on that chance chooses.
func passage(language string, length int, chance *rand.Rand) string {
	var b strings.Builder
	all := samples()[language]
	words := strings.Fields(all[chance.IntN(len(all))])
	b.WriteString(strings.Join(words[chance.IntN(len(words)):], " "))
	for b.Len() < 4*length {
		b.WriteString(" " + all[chance.IntN(len(all))])
	}
	text := []rune(b.String())
	return string(text[:min(length, len(text))])
}
