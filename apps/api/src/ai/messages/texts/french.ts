import type { LanguageTexts } from './language-texts.ts';

export const FRENCH: LanguageTexts = {
  locale: 'fr-FR',
  greetings: {
    friendly: 'Bonjour {firstName|à vous},',
    professional: 'Bonjour {name|chère cliente, cher client},',
    playful: 'Coucou {firstName|à vous},',
    urgent: 'Bonjour {firstName|à vous},',
    grateful: 'Bonjour {firstName|et merci},',
  },
  openings: {
    friendly: null,
    professional: null,
    playful: 'Ceci se lit en une demi-minute.',
    urgent: 'Nous irons droit au but, car cela vaut la peine d’être lu maintenant.',
    grateful: 'Avant toute chose : merci d’être à nos côtés.',
  },
  closings: {
    friendly: 'Bien à vous,',
    professional: 'Cordialement,',
    playful: 'À très vite,',
    urgent: 'À bientôt,',
    grateful: 'Avec toute notre gratitude,',
  },
  sentences: {
    percentOff: 'Vous bénéficiez de [value] de remise.',
    upTo: 'Vous bénéficiez d’une remise allant jusqu’à [value].',
    amountOff: 'Vous bénéficiez de [value] de remise.',
    code: 'Votre code : [value].',
    until: 'C’est valable jusqu’au [value].',
    on: 'La date à retenir : [value].',
    freeShipping: 'La livraison est gratuite.',
    someOffer: 'Notre offre du moment vous attend.',
    product: 'Cette fois, la vedette, c’est [value].',
    minimum: 'Cela vaut pour les commandes de plus de [value].',
    weekend: 'C’est pour le week-end.',
    matter: 'Il s’agit de [value].',
  },
  bodies: {
    winBack: [
      {
        email:
          'Cela fait un moment que nous ne nous sommes pas vus, et cela se remarque. L’endroit est plus agréable quand vous passez.\n\nVenez faire un tour quand cela vous convient. Nous serions ravis de vous revoir.',
        phone: 'Cela fait un moment, et vous nous manquez. Repassez nous voir quand cela vous convient.',
      },
      {
        email:
          'Nous n’avons pas eu de vos nouvelles ces derniers temps. Avons-nous fait quelque chose de travers, ou la vie était-elle simplement bien remplie ?\n\nSi nous pouvons faire mieux, répondez à ce message : une vraie personne le lit. Et si l’envie vous prend de revenir, la porte est ouverte.',
        phone:
          'Sans nouvelles de vous, nous nous demandons : que pourrions-nous faire mieux ? À bientôt, nous l’espérons.',
      },
    ],
    welcome: [
      {
        email:
          'Bienvenue ! Nous sommes heureux que vous nous ayez trouvés.\n\nVous n’avez rien à faire pour l’instant. Regardez tranquillement, prenez votre temps et faites comme chez vous.',
        phone: 'Bienvenue ! Regardez tranquillement, prenez votre temps et faites comme chez vous.',
      },
      {
        email:
          'Quel plaisir de vous compter parmi nous. Pour bien commencer : partez de ce qui a attiré votre regard, et demandez-nous tout le reste.\n\nRépondez à ce message et quelqu’un de l’équipe vous écrira.',
        phone: 'Quel plaisir de vous accueillir. Partez de ce qui vous plaît et demandez-nous le reste.',
      },
    ],
    thanks: [
      {
        email:
          'Nous voulions vous dire merci : pour votre confiance, pour vos retours parmi nous et pour chaque mot aimable.\n\nCela compte pour nous plus que nous ne le disons d’habitude.',
        phone: 'Un grand merci pour votre confiance.',
      },
      {
        email:
          'C’est grâce à des personnes comme vous que nous ouvrons chaque matin avec envie. Parce que vous nous choisissez encore et encore, nous pouvons travailler comme nous pensons qu’il faut le faire.\n\nNous ne tenons pas cela pour acquis, et voulions que vous le sachiez.',
        phone: 'Vous nous choisissez encore et encore, et nous ne tenons pas cela pour acquis. Merci.',
      },
    ],
    arrivals: [
      {
        email:
          'Quelque chose de nouveau vient d’arriver, et nous tenions à vous l’apprendre nous-mêmes.\n\nJetez-y un œil quand vous aurez un moment. Nous sommes curieux de savoir ce que vous en direz.',
        phone: 'Du nouveau vient d’arriver. Jetez-y un œil, nous sommes curieux de votre avis.',
      },
      {
        email:
          'En déballant ce que nous venons de recevoir, nous avons pensé à vous. Certaines choses se comprennent mieux quand on les voit, alors nous n’en dirons pas plus.\n\nVenez voir, et dites-nous si nous avions raison.',
        phone: 'En déballant nos nouveaux cartons, nous avons pensé à vous. Dites-nous si nous avions raison.',
      },
    ],
    offer: [
      {
        email: 'Nous avons une offre pour vous, et nous tenions à vous l’annoncer nous-mêmes.',
        phone: 'Nous avons une offre pour vous.',
      },
      {
        email:
          'Vous avez peut-être une envie en tête depuis quelque temps. Si oui, le moment est bien choisi : nous avons une offre qui tombe à pic.',
        phone: 'Une envie en tête depuis un moment ? Cela tombe bien : nous avons une offre.',
      },
    ],
    birthday: [
      {
        email:
          'Joyeux anniversaire ! Que cette nouvelle année vous apporte la santé, de belles rencontres et quelques surprises, de celles qui font plaisir.\n\nToute l’équipe pense à vous.',
        phone: 'Joyeux anniversaire ! Que l’année vous apporte de belles rencontres et de jolies surprises.',
      },
      {
        email:
          'Aujourd’hui, c’est votre jour, et nous ne voulions pas le laisser passer sans un mot. Fêtez-le bien, avec une grande part de gâteau et du temps pour ceux que vous aimez.\n\nNous levons notre tasse à votre santé.',
        phone: 'C’est votre jour : fêtez-le bien, avec une grande part de gâteau. Nous pensons à vous.',
      },
    ],
    feedback: [
      {
        email:
          'Pouvons-nous vous poser une question ? Comment s’est passée votre dernière visite chez nous ?\n\nUne phrase suffit. Répondez simplement à ce message : cela nous aide plus que vous ne le pensez.',
        phone: 'Comment s’est passée votre dernière visite chez nous ? Une phrase suffit.',
      },
      {
        email:
          'Nous aimerions progresser, et personne ne nous voit aussi clairement que nos clients.\n\nQue devons-nous garder, que devons-nous changer ? Nous lisons chaque réponse.',
        phone: 'Nous aimerions progresser. Que garder, que changer ? Nous lisons chaque réponse.',
      },
    ],
    event: [
      {
        email:
          'Nous aimerions vous inviter : venez passer un moment avec nous, rencontrez l’équipe, et amenez quelqu’un si le cœur vous en dit.\n\nDites-nous en deux mots si vous pouvez être des nôtres.',
        phone: 'Vous êtes invité : venez passer un moment avec nous. Serez-vous des nôtres ?',
      },
      {
        email:
          'Imaginez : des visages connus, de belles conversations et bien des choses qui ne tiennent pas dans un message. C’est ce que nous préparons pour vous.\n\nSans vous, ce ne serait pas pareil. Viendrez-vous ?',
        phone: 'Des visages connus, de belles conversations : nous préparons tout. Viendrez-vous ?',
      },
    ],
    refill: [
      {
        email:
          'Un petit rappel de notre part : il est peut-être temps de refaire le plein, avant que cela ne vous manque en pleine semaine.\n\nRepasser commande prend une minute, et nous nous occupons du reste.',
        phone: 'Petit rappel : il est peut-être temps de refaire le plein. Cela prend une minute.',
      },
      {
        email:
          'Les bonnes habitudes méritent de continuer sans pause. S’il ne vous en reste guère, c’est le bon moment pour y penser.\n\nVous savez où nous trouver, et nous savons ce que vous aimez.',
        phone: 'Les bonnes habitudes méritent de continuer. Bientôt à court ? Vous savez où nous trouver.',
      },
    ],
    cart: [
      {
        email:
          'Vous aviez choisi quelque chose, puis la vie s’en est mêlée. Aucun souci : vous pouvez reprendre exactement là où vous vous étiez arrêté.\n\nEt si ce n’était finalement pas pour vous, ce n’est pas grave non plus.',
        phone: 'Vous aviez choisi quelque chose, puis la vie s’en est mêlée. Reprenez là où vous en étiez.',
      },
      {
        email:
          'Vous avez regardé quelque chose sans vous décider. Un point était-il peu clair, sur la taille, l’usage ou la façon dont cela vous parvient ?\n\nRépondez à ce message et nous vous l’expliquerons simplement.',
        phone: 'Vous hésitez encore ? Si un point n’est pas clair, demandez-nous : nous répondons simplement.',
      },
    ],
    festival: [
      {
        email:
          '[wish] à vous et à tous ceux qui vous sont chers !\n\nQue ces jours soient lumineux, la table bien garnie et la maison pleine de rires. Toute l’équipe vous adresse ses pensées les plus chaleureuses.',
        phone: '[wish] à vous et à tous ceux qui vous sont chers ! Que ces jours soient lumineux.',
      },
      {
        email:
          'Ces jours sont faits pour ceux que l’on aime, nous serons donc brefs. [wish] !\n\nMerci de nous laisser une petite place dans votre année. Profitez de chaque instant.',
        phone: '[wish] ! Merci de nous laisser une petite place dans votre année. Profitez de chaque instant.',
      },
    ],
    news: [
      {
        email:
          'Nous avons une nouvelle à partager, et nous tenions à vous en parler.\n\nVous trouverez tous les détails chez nous, et si une question demeure, répondez simplement à ce message.',
        phone: 'Nous avons une nouvelle à partager. Une question ? Nous sommes là.',
      },
      {
        email:
          'Avant que la rumeur ne s’en empare, nous voulons vous le dire nous-mêmes : quelque chose change chez nous, et nous pensons que cela vous plaira.\n\nPassez voir, ou posez-nous vos questions. Nous vous en dirons plus avec plaisir.',
        phone: 'Nous voulons vous le dire nous-mêmes : quelque chose change chez nous. Passez donc voir.',
      },
    ],
    apology: [
      {
        email:
          'Nous sommes désolés. Quelque chose ne s’est pas passé comme il le fallait, et nous en sommes responsables.\n\nMerci de votre patience. S’il reste quelque chose à réparer, répondez à ce message : une vraie personne le lit.',
        phone:
          'Nous sommes désolés : quelque chose ne s’est pas passé comme il le fallait. Dites-nous s’il reste quelque chose à réparer.',
      },
      {
        email:
          'Nous vous devons des excuses. Vous comptez sur nous, et cette fois nous n’avons pas été à la hauteur.\n\nSi cela vous a causé des ennuis, écrivez-nous. Nous vous répondrons personnellement et ferons notre possible pour vous aider.',
        phone:
          'Nous vous devons des excuses : cette fois, nous n’avons pas été à la hauteur. Écrivez-nous si cela vous a causé des ennuis.',
      },
    ],
    notice: [
      {
        email:
          'Nous vous écrivons pour vous informer d’un point qui peut vous concerner.\n\nSi vous avez une question, répondez à ce message et nous vous répondrons personnellement.',
        phone:
          'Nous vous écrivons au sujet d’un point qui peut vous concerner. Si vous avez une question, contactez-nous.',
      },
      {
        email:
          'Il y a une chose que nous tenons à vous dire nous-mêmes, clairement et sans détour.\n\nContactez-nous si quelque chose n’est pas clair.',
        phone:
          'Il y a une chose que nous tenons à vous dire nous-mêmes. Contactez-nous si quelque chose n’est pas clair.',
      },
    ],
    restock: [
      {
        email:
          'Un article qui manquait depuis quelque temps est de retour, et nous voulions que vous le sachiez.\n\nJetez-y un œil quand cela vous convient.',
        phone: 'Un article qui manquait depuis quelque temps est de retour. Jetez-y un œil quand cela vous convient.',
      },
      {
        email:
          'Vous l’avez peut-être cherché sans le trouver. Le voici de nouveau dans nos rayons.\n\nSi vous avez une question à son sujet, répondez à ce message.',
        phone: 'Vous l’avez peut-être cherché sans le trouver. Le voici de nouveau dans nos rayons : venez voir.',
      },
    ],
    referral: [
      {
        email:
          'Vous savez ce que nous faisons, et vous connaissez des personnes à qui cela pourrait plaire aussi. Si quelqu’un vous vient à l’esprit, parlez-lui de nous.\n\nLe mot d’un proche en dit plus que tous nos messages.',
        phone: 'Vous nous connaissez, et peut-être quelqu’un à qui nous pourrions plaire aussi. Parlez-lui de nous.',
      },
      {
        email:
          'Certaines choses sont plus belles à partager. Peut-être aimeriez-vous amener quelqu’un : une amie, un voisin, une collègue.\n\nNous serons heureux de l’accueillir.',
        phone: 'Certaines choses sont plus belles à partager. Amenez quelqu’un : nous serons heureux de l’accueillir.',
      },
    ],
    hello: [
      {
        email:
          'Nous avons pensé à vous et voulions simplement vous saluer.\n\nPassez quand cela vous convient, et si nous pouvons faire quelque chose pour vous, répondez à ce message.',
        phone: 'Nous avons pensé à vous et voulions vous saluer. Passez quand cela vous convient.',
      },
      {
        email:
          'Quelques lignes seulement, pour que vous le sachiez : notre porte vous est ouverte.\n\nAvez-vous une question à nous poser, ou quelque chose à nous raconter ? Chaque réponse nous fait plaisir, et une vraie personne la lit.',
        phone: 'Notre porte vous est ouverte. Une question à nous poser ? Nous y répondons avec plaisir.',
      },
    ],
  },
};
