import type { LanguageTexts } from './language-texts.ts';

export const GERMAN: LanguageTexts = {
  locale: 'de-DE',
  greetings: {
    friendly: 'Hallo {firstName|und guten Tag},',
    professional: 'Guten Tag {name|liebe Kundin, lieber Kunde},',
    playful: 'Hallo {firstName|und guten Tag},',
    urgent: 'Hallo {firstName|und guten Tag},',
    grateful: 'Guten Tag {firstName|und danke},',
  },
  openings: {
    friendly: null,
    professional: null,
    playful: 'Das hier dauert nur eine halbe Minute.',
    urgent: 'Wir fassen uns kurz, denn es lohnt sich, das jetzt zu lesen.',
    grateful: 'Zuallererst: Danke, dass Sie uns begleiten.',
  },
  closings: {
    friendly: 'Herzliche Grüße',
    professional: 'Mit freundlichen Grüßen',
    playful: 'Bis ganz bald',
    urgent: 'Bis bald',
    grateful: 'In Dankbarkeit',
  },
  sentences: {
    percentOff: 'Sie erhalten [value] Rabatt.',
    upTo: 'Sie erhalten bis zu [value] Rabatt.',
    amountOff: 'Sie erhalten [value] Rabatt.',
    code: 'Ihr Code lautet [value].',
    until: 'Das gilt bis [value].',
    on: 'Bitte vormerken: [value].',
    freeShipping: 'Der Versand ist kostenlos.',
    someOffer: 'Unser aktuelles Angebot wartet auf Sie.',
    product: 'Diesmal dreht sich alles um [value].',
    minimum: 'Das gilt für Bestellungen über [value].',
    weekend: 'Das gilt am Wochenende.',
    matter: 'Es geht um [value].',
  },
  bodies: {
    winBack: [
      {
        email:
          'Wir haben uns eine Weile nicht gesehen, und das ist uns aufgefallen. Es ist einfach schöner, wenn Sie ab und zu vorbeischauen.\n\nSehen Sie sich gern wieder bei uns um, wann immer es Ihnen passt. Wir freuen uns auf Sie.',
        phone: 'Lange nicht gesehen, Sie fehlen uns. Schauen Sie gern wieder vorbei, wann es Ihnen passt.',
      },
      {
        email:
          'In letzter Zeit haben wir nichts von Ihnen gehört und uns gefragt: Haben wir etwas falsch gemacht, oder war im Alltag einfach viel los?\n\nWenn wir etwas besser machen können, antworten Sie uns einfach, hier liest ein Mensch mit. Und wenn Sie wiederkommen mögen: Die Tür steht offen.',
        phone: 'Wir haben länger nichts von Ihnen gehört. Was können wir besser machen? Wir freuen uns auf Sie.',
      },
    ],
    welcome: [
      {
        email:
          'Herzlich willkommen! Schön, dass Sie zu uns gefunden haben.\n\nSie müssen jetzt gar nichts tun. Sehen Sie sich in Ruhe um und fühlen Sie sich wie zu Hause.',
        phone: 'Herzlich willkommen! Sehen Sie sich in Ruhe um und fühlen Sie sich wie zu Hause.',
      },
      {
        email:
          'Schön, dass Sie da sind. Damit der Anfang leichtfällt: Beginnen Sie mit dem, was Ihnen ins Auge fällt, und fragen Sie uns nach allem anderen.\n\nAntworten Sie einfach auf diese Nachricht, jemand aus unserem Team meldet sich.',
        phone: 'Schön, dass Sie da sind. Beginnen Sie mit dem, was Ihnen gefällt, und fragen Sie uns einfach.',
      },
    ],
    thanks: [
      {
        email:
          'Wir möchten Danke sagen: für Ihr Vertrauen, fürs Wiederkommen und für jedes freundliche Wort.\n\nDas bedeutet uns mehr, als wir sonst sagen.',
        phone: 'Ein herzliches Danke: für Ihr Vertrauen und fürs Wiederkommen.',
      },
      {
        email:
          'Menschen wie Sie sind der Grund, warum wir morgens gern aufschließen. Weil Sie sich immer wieder für uns entscheiden, können wir so arbeiten, wie wir es für richtig halten.\n\nSelbstverständlich ist das nicht. Das wollten wir Ihnen einmal sagen.',
        phone: 'Sie entscheiden sich immer wieder für uns. Selbstverständlich ist das nicht: vielen Dank.',
      },
    ],
    arrivals: [
      {
        email:
          'Bei uns ist etwas Neues angekommen, und Sie sollen es von uns erfahren.\n\nSchauen Sie vorbei, wenn Sie einen Moment haben. Wir sind gespannt, was Sie sagen.',
        phone: 'Bei uns ist etwas Neues angekommen. Schauen Sie vorbei, wir sind gespannt, was Sie sagen.',
      },
      {
        email:
          'Beim Auspacken der neuen Sachen haben wir an Sie gedacht. Manches muss man mit eigenen Augen sehen, deshalb beschreiben wir es gar nicht lange.\n\nSehen Sie selbst, und verraten Sie uns, ob wir richtig lagen.',
        phone: 'Beim Auspacken der neuen Sachen haben wir an Sie gedacht. Sehen Sie selbst, ob wir richtig lagen.',
      },
    ],
    offer: [
      {
        email: 'Wir haben ein Angebot für Sie, und Sie sollen es von uns erfahren.',
        phone: 'Wir haben ein Angebot für Sie.',
      },
      {
        email:
          'Vielleicht gibt es etwas, das Sie schon länger im Blick haben. Dann ist jetzt ein guter Moment dafür, denn wir haben ein passendes Angebot.',
        phone: 'Etwas schon länger im Blick? Jetzt ist ein guter Moment: Wir haben ein Angebot.',
      },
    ],
    birthday: [
      {
        email:
          'Herzlichen Glückwunsch zum Geburtstag! Möge das neue Lebensjahr Ihnen Gesundheit, liebe Menschen und manche schöne Überraschung bringen.\n\nWir alle denken an Sie.',
        phone: 'Herzlichen Glückwunsch zum Geburtstag! Wir wünschen Ihnen ein Jahr voller schöner Momente.',
      },
      {
        email:
          'Heute ist Ihr Tag, und er soll nicht ohne ein Wort von uns vergehen. Feiern Sie schön, nehmen Sie ein großes Stück Kuchen und viel Zeit für Ihre Lieben.\n\nWir stoßen auf Sie an.',
        phone: 'Heute ist Ihr Tag: Feiern Sie schön, mit viel Kuchen. Wir stoßen auf Sie an.',
      },
    ],
    feedback: [
      {
        email:
          'Dürfen wir Sie etwas fragen? Wie zufrieden waren Sie zuletzt mit uns?\n\nEin Satz genügt. Antworten Sie einfach auf diese Nachricht, das hilft uns mehr, als Sie denken.',
        phone: 'Dürfen wir fragen: Wie zufrieden waren Sie zuletzt mit uns? Ein Satz genügt.',
      },
      {
        email:
          'Wir möchten noch besser werden, und niemand sieht uns so genau wie unsere Kundinnen und Kunden.\n\nWas sollen wir beibehalten, was ändern? Wir lesen jede Antwort selbst.',
        phone: 'Wir möchten besser werden. Was sollen wir beibehalten, was ändern? Wir lesen jede Antwort.',
      },
    ],
    event: [
      {
        email:
          'Wir möchten Sie einladen: Verbringen Sie ein wenig Zeit mit uns, lernen Sie unser Team kennen, und bringen Sie gern jemanden mit.\n\nGeben Sie uns kurz Bescheid, ob Sie kommen können.',
        phone: 'Sie sind eingeladen: Verbringen Sie ein wenig Zeit mit uns. Können Sie kommen?',
      },
      {
        email:
          'Stellen Sie sich vor: vertraute Gesichter, gute Gespräche und vieles, was in keine Nachricht passt. Genau das bereiten wir für Sie vor.\n\nOhne Sie wäre es nicht dasselbe. Sind Sie dabei?',
        phone: 'Vertraute Gesichter, gute Gespräche, viel zu sehen: Wir bereiten etwas vor. Sind Sie dabei?',
      },
    ],
    refill: [
      {
        email:
          'Eine kleine Erinnerung von uns: Vielleicht ist es Zeit für Nachschub, bevor er mitten in der Woche fehlt.\n\nDas Nachbestellen dauert eine Minute, um den Rest kümmern wir uns.',
        phone: 'Kleine Erinnerung: Vielleicht ist es Zeit für Nachschub. Nachbestellen dauert eine Minute.',
      },
      {
        email:
          'Gute Gewohnheiten sollten keine Pause machen müssen. Wenn Ihr Vorrat langsam knapp wird, ist jetzt ein einfacher Moment, daran zu denken.\n\nSie wissen, wo Sie uns finden, und wir wissen, was Sie mögen.',
        phone: 'Gute Gewohnheiten sollten keine Pause machen. Wird Ihr Vorrat knapp? Sie wissen, wo wir sind.',
      },
    ],
    cart: [
      {
        email:
          'Sie hatten etwas ausgesucht, dann kam wohl der Alltag dazwischen. Das macht nichts: Sie können genau dort weitermachen, wo Sie aufgehört haben.\n\nUnd falls es doch nicht das Richtige war, ist das auch in Ordnung.',
        phone: 'Sie hatten etwas ausgesucht, dann kam der Alltag. Machen Sie einfach weiter, wo Sie aufgehört haben.',
      },
      {
        email:
          'Sie haben sich etwas angesehen und sich noch nicht entschieden. War etwas unklar, etwa die Größe, die Anwendung oder der Weg zu Ihnen?\n\nAntworten Sie uns einfach, wir erklären es in klaren Worten.',
        phone: 'Noch nicht entschieden? Wenn etwas unklar ist, fragen Sie uns: Wir antworten in klaren Worten.',
      },
    ],
    festival: [
      {
        email:
          '[wish] Ihnen und allen, die Ihnen lieb sind!\n\nMögen diese Tage hell sein, der Tisch gedeckt und das Haus voller Lachen. Wir alle senden Ihnen herzliche Grüße.',
        phone: '[wish] Ihnen und allen, die Ihnen lieb sind! Mögen diese Tage hell und fröhlich sein.',
      },
      {
        email:
          'Diese Tage gehören den Menschen, die wir lieben, deshalb fassen wir uns kurz. [wish]!\n\nDanke, dass wir ein kleiner Teil Ihres Jahres sein dürfen. Genießen Sie jeden Augenblick.',
        phone: '[wish]! Danke, dass wir ein kleiner Teil Ihres Jahres sein dürfen. Genießen Sie die Zeit.',
      },
    ],
    news: [
      {
        email:
          'Es gibt Neuigkeiten von uns, und Sie sollen davon wissen.\n\nAlles Weitere erfahren Sie bei uns, und wenn eine Frage bleibt, antworten Sie einfach auf diese Nachricht.',
        phone: 'Es gibt Neuigkeiten von uns, und Sie sollen davon wissen. Fragen Sie uns gern.',
      },
      {
        email:
          'Bevor es sich herumspricht, möchten wir es Ihnen selbst sagen: Bei uns verändert sich etwas, und wir glauben, es wird Ihnen gefallen.\n\nKommen Sie vorbei oder fragen Sie uns. Wir erzählen gern mehr.',
        phone: 'Wir möchten es Ihnen selbst sagen: Bei uns verändert sich etwas. Kommen Sie gern vorbei.',
      },
    ],
    apology: [
      {
        email:
          'Es tut uns leid. Etwas ist nicht so gelaufen, wie es hätte laufen sollen, und das liegt an uns.\n\nDanke für Ihre Geduld. Wenn wir noch etwas in Ordnung bringen müssen, antworten Sie einfach auf diese Nachricht: Ein Mensch liest sie.',
        phone:
          'Es tut uns leid: Etwas ist nicht so gelaufen, wie es sollte, und das liegt an uns. Sagen Sie uns, wenn noch etwas offen ist.',
      },
      {
        email:
          'Wir möchten uns bei Ihnen entschuldigen. Sie verlassen sich auf uns, und diesmal sind wir dem nicht gerecht geworden.\n\nWenn Ihnen dadurch Ärger entstanden ist, schreiben Sie uns. Wir antworten Ihnen persönlich und helfen, so gut wir können.',
        phone:
          'Wir möchten uns entschuldigen: Diesmal sind wir Ihrem Vertrauen nicht gerecht geworden. Schreiben Sie uns, wenn wir helfen können.',
      },
    ],
    notice: [
      {
        email:
          'Wir möchten Sie über etwas informieren, das Sie betreffen kann.\n\nWenn Sie Fragen haben, antworten Sie einfach auf diese Nachricht. Wir melden uns persönlich bei Ihnen.',
        phone: 'Wir möchten Sie über etwas informieren, das Sie betreffen kann. Bei Fragen sind wir gern für Sie da.',
      },
      {
        email:
          'Es gibt etwas, das Sie direkt von uns erfahren sollen, klar und ohne Umschweife.\n\nBitte melden Sie sich, wenn etwas unklar bleibt.',
        phone:
          'Es gibt etwas, das Sie direkt von uns erfahren sollen. Bitte melden Sie sich, wenn etwas unklar bleibt.',
      },
    ],
    restock: [
      {
        email:
          'Was eine Weile gefehlt hat, ist wieder da, und wir wollten, dass Sie es wissen.\n\nSehen Sie es sich an, wann immer es Ihnen passt.',
        phone: 'Was eine Weile gefehlt hat, ist wieder da. Sehen Sie es sich an, wann immer es Ihnen passt.',
      },
      {
        email:
          'Vielleicht haben Sie danach gesucht und es nicht gefunden. Jetzt steht es wieder in unseren Regalen.\n\nWenn Sie Fragen dazu haben, antworten Sie einfach auf diese Nachricht.',
        phone: 'Vielleicht haben Sie danach gesucht. Jetzt steht es wieder in unseren Regalen: Schauen Sie vorbei.',
      },
    ],
    referral: [
      {
        email:
          'Sie kennen uns, und Sie kennen Menschen, denen es bei uns auch gefallen könnte. Wenn Ihnen jemand einfällt, erzählen Sie von uns.\n\nEin Wort unter Freunden sagt mehr als jede Nachricht von uns.',
        phone: 'Sie kennen uns, und vielleicht kennen Sie jemanden, dem es hier auch gefällt. Erzählen Sie von uns.',
      },
      {
        email:
          'Manches ist gemeinsam schöner. Vielleicht möchten Sie jemanden mitbringen: eine Freundin, einen Nachbarn, eine Kollegin.\n\nWir freuen uns darauf.',
        phone: 'Manches ist gemeinsam schöner. Bringen Sie jemanden mit: Wir freuen uns darauf.',
      },
    ],
    hello: [
      {
        email:
          'Wir haben an Sie gedacht und wollten einfach Hallo sagen.\n\nKommen Sie vorbei, wann es Ihnen passt, und wenn wir etwas für Sie tun können, antworten Sie einfach auf diese Nachricht.',
        phone: 'Wir haben an Sie gedacht und wollten Hallo sagen. Kommen Sie vorbei, wann es Ihnen passt.',
      },
      {
        email:
          'Nur ein paar Zeilen, damit Sie es wissen: Unsere Tür steht Ihnen offen.\n\nMöchten Sie uns etwas fragen oder erzählen? Wir freuen uns über jede Antwort, und ein Mensch liest sie.',
        phone: 'Unsere Tür steht Ihnen offen. Möchten Sie uns etwas fragen? Wir antworten gern.',
      },
    ],
  },
};
