import type { LanguageTexts } from './language-texts.ts';

export const SPANISH: LanguageTexts = {
  locale: 'es-ES',
  greetings: {
    friendly: 'Hola {firstName|qué tal}:',
    professional: 'Estimado/a {name|cliente}:',
    playful: '¡Hola {firstName|qué tal}!',
    urgent: 'Hola {firstName|qué tal}:',
    grateful: 'Hola {firstName|y gracias}:',
  },
  openings: {
    friendly: null,
    professional: null,
    playful: 'Esto se lee en medio minuto.',
    urgent: 'Vamos al grano, porque merece la pena leerlo ahora.',
    grateful: 'Lo primero: gracias por estar con nosotros.',
  },
  closings: {
    friendly: 'Un abrazo,',
    professional: 'Un cordial saludo,',
    playful: 'Hasta pronto,',
    urgent: 'Hablamos pronto,',
    grateful: 'Con gratitud,',
  },
  sentences: {
    percentOff: 'Tienes un [value] de descuento.',
    upTo: 'Tienes hasta un [value] de descuento.',
    amountOff: 'Tienes [value] de descuento.',
    code: 'Tu código es [value].',
    until: 'Es válido hasta el [value].',
    on: 'Apunta la fecha: [value].',
    freeShipping: 'El envío es gratis.',
    someOffer: 'Nuestra oferta te está esperando.',
    product: 'Esta vez, todo gira en torno a [value].',
    minimum: 'Se aplica a pedidos de más de [value].',
    weekend: 'Es para el fin de semana.',
    matter: 'Se trata de [value].',
  },
  bodies: {
    winBack: [
      {
        email:
          'Hace tiempo que no nos vemos, y se nota. Esto es más bonito cuando te pasas por aquí.\n\nVen a echar un vistazo cuando te apetezca. Nos encantaría volver a verte.',
        phone: 'Hace tiempo que no nos vemos y te echamos de menos. Pásate cuando te apetezca.',
      },
      {
        email:
          'Últimamente no sabemos de ti y nos preguntamos si hicimos algo mal o si, sencillamente, has tenido mucho lío.\n\nSi hay algo en lo que podamos mejorar, responde a este mensaje: lo lee una persona. Y si te apetece volver, la puerta está abierta.',
        phone: 'Hace tiempo que no sabemos de ti. ¿Hay algo que podamos mejorar? Nos alegrará verte.',
      },
    ],
    welcome: [
      {
        email:
          '¡Te damos la bienvenida! Nos alegra que nos hayas encontrado.\n\nAhora no tienes que hacer nada. Mira con calma, tómate tu tiempo y siéntete como en casa.',
        phone: '¡Te damos la bienvenida! Mira con calma y siéntete como en casa.',
      },
      {
        email:
          'Qué bien tenerte con nosotros. Para empezar sin líos: comienza por lo que te haya llamado la atención y pregúntanos por todo lo demás.\n\nResponde a este mensaje y alguien del equipo te contestará.',
        phone: 'Qué bien tenerte aquí. Empieza por lo que más te guste y pregúntanos lo demás.',
      },
    ],
    thanks: [
      {
        email:
          'Queríamos darte las gracias: por tu confianza, por volver y por cada palabra amable.\n\nSignifica para nosotros más de lo que solemos decir.',
        phone: 'Gracias de corazón por tu confianza y por volver.',
      },
      {
        email:
          'Por personas como tú abrimos cada mañana con ganas. Como sigues eligiéndonos, podemos hacer nuestro trabajo tal y como creemos que hay que hacerlo.\n\nNo lo damos por hecho, y queríamos que lo supieras.',
        phone: 'Sigues eligiéndonos y no lo damos por hecho. Queríamos que lo supieras.',
      },
    ],
    arrivals: [
      {
        email:
          'Ha llegado algo nuevo y queríamos que te enteraras por nosotros.\n\nÉchale un vistazo cuando tengas un momento. Tenemos ganas de saber qué te parece.',
        phone: 'Ha llegado algo nuevo. Échale un vistazo y cuéntanos qué te parece.',
      },
      {
        email:
          'Al abrir las cajas que acaban de llegar pensamos en ti. Hay cosas que se entienden mejor con los propios ojos, así que no nos alargamos.\n\nMíralo y dinos si acertamos.',
        phone: 'Al abrir las cajas que acaban de llegar pensamos en ti. Míralo y dinos si acertamos.',
      },
    ],
    offer: [
      {
        email: 'Tenemos una oferta para ti y queríamos contártela nosotros.',
        phone: 'Tenemos una oferta para ti.',
      },
      {
        email:
          'Quizá llevas un tiempo pensando en darte un capricho. Si es así, puede ser un buen momento: tenemos una oferta que encaja.',
        phone: '¿Llevas tiempo pensando en darte un capricho? Buen momento: hay una oferta para ti.',
      },
    ],
    birthday: [
      {
        email:
          '¡Feliz cumpleaños! Que este nuevo año te traiga salud, buena compañía y alguna que otra sorpresa de las agradables.\n\nTodo el equipo se acuerda hoy de ti.',
        phone: '¡Feliz cumpleaños! Que este año te traiga buena compañía y sorpresas agradables.',
      },
      {
        email:
          'Hoy es tu día y no queríamos que pasara sin unas palabras nuestras. Celébralo a lo grande, con un buen trozo de tarta y con la gente a la que quieres.\n\nBrindamos por ti.',
        phone: 'Hoy es tu día: celébralo a lo grande y con un buen trozo de tarta. Brindamos por ti.',
      },
    ],
    feedback: [
      {
        email:
          '¿Podemos hacerte una pregunta? ¿Qué tal lo hicimos la última vez que estuviste con nosotros?\n\nCon una frase basta. Responde a este mensaje: nos ayuda más de lo que imaginas.',
        phone: '¿Podemos preguntarte qué tal lo hicimos la última vez? Con una frase basta.',
      },
      {
        email:
          'Queremos hacer mejor nuestro trabajo, y nadie nos ve con tanta claridad como nuestros clientes.\n\n¿Qué deberíamos mantener y qué deberíamos cambiar? Leemos cada respuesta.',
        phone: 'Queremos mejorar. ¿Qué mantenemos y qué cambiamos? Leemos cada respuesta.',
      },
    ],
    event: [
      {
        email:
          'Queremos invitarte: ven a pasar un rato con nosotros, conoce al equipo y trae a alguien si te apetece.\n\nDinos con una breve respuesta si puedes venir.',
        phone: 'Queremos invitarte: ven a pasar un rato con nosotros. ¿Nos dices si puedes venir?',
      },
      {
        email:
          'Imagínatelo: caras conocidas, buena conversación y muchas cosas que no caben en un mensaje. Eso es lo que te estamos preparando.\n\nSin ti no sería lo mismo. ¿Vendrás?',
        phone: 'Caras conocidas, buena conversación y mucho que ver: lo preparamos todo. ¿Vendrás?',
      },
    ],
    refill: [
      {
        email:
          'Un pequeño recordatorio: quizá sea hora de reponer, antes de echarlo en falta a mitad de semana.\n\nVolver a pedir lleva un minuto, y del resto nos encargamos nosotros.',
        phone: 'Un pequeño recordatorio: quizá sea hora de reponer. Volver a pedir lleva un minuto.',
      },
      {
        email:
          'Las buenas costumbres merecen seguir sin pausas. Si te queda poco, ahora es un momento fácil para pensar en ello.\n\nYa sabes dónde estamos, y nosotros sabemos lo que te gusta.',
        phone: 'Las buenas costumbres merecen seguir. Si te queda poco, ya sabes dónde estamos.',
      },
    ],
    cart: [
      {
        email:
          'Habías elegido algo y luego se cruzó la vida. No pasa nada: puedes seguir justo donde lo dejaste.\n\nY si al final no era lo tuyo, tampoco pasa nada.',
        phone: 'Habías elegido algo y se cruzó la vida. Puedes seguir justo donde lo dejaste.',
      },
      {
        email:
          'Vimos que miraste algo sin decidirte. ¿Quedó alguna duda sobre la talla, el uso o la forma en que te llega?\n\nResponde a este mensaje y te lo explicamos con palabras sencillas.',
        phone: 'Miraste algo sin decidirte. ¿Alguna duda? Pregúntanos y te lo explicamos.',
      },
    ],
    festival: [
      {
        email:
          '¡[wish] a ti y a toda tu gente!\n\nQue estos días estén llenos de luz, de buena mesa y de risas en casa. Todo el equipo te manda un saludo muy cariñoso.',
        phone: '¡[wish] a ti y a toda tu gente! Que estos días estén llenos de luz y de risas.',
      },
      {
        email:
          'Estos días son para las personas a las que queremos, así que seremos breves. ¡[wish]!\n\nGracias por dejarnos ser una pequeña parte de tu año. Disfruta de cada momento.',
        phone: '¡[wish]! Gracias por dejarnos ser una pequeña parte de tu año. Disfruta de cada momento.',
      },
    ],
    news: [
      {
        email:
          'Tenemos noticias y queríamos que lo supieras.\n\nTe lo contamos todo cuando quieras y, si te queda alguna pregunta, responde a este mensaje.',
        phone: 'Tenemos noticias y queríamos que lo supieras. Si tienes preguntas, aquí estamos.',
      },
      {
        email:
          'Antes de que corra la voz, queremos contártelo nosotros: aquí algo está cambiando, y creemos que te va a gustar.\n\nPásate a verlo o pregúntanos. Te lo contamos con mucho gusto.',
        phone: 'Queremos contártelo nosotros: aquí algo está cambiando. Pásate a verlo o pregúntanos.',
      },
    ],
    apology: [
      {
        email:
          'Lo sentimos. Algo no salió como debía, y la responsabilidad es nuestra.\n\nGracias por tu paciencia. Si queda algo por arreglar, responde a este mensaje: lo lee una persona.',
        phone:
          'Lo sentimos: algo no salió como debía, y la responsabilidad es nuestra. Dinos si queda algo por arreglar.',
      },
      {
        email:
          'Te debemos una disculpa. Confías en nosotros, y esta vez no estuvimos a la altura.\n\nSi esto te ha causado alguna molestia, cuéntanoslo. Te responderemos personalmente y haremos lo posible por ayudarte.',
        phone:
          'Te debemos una disculpa: esta vez no estuvimos a la altura. Si te ha causado alguna molestia, cuéntanoslo.',
      },
    ],
    notice: [
      {
        email:
          'Te escribimos para informarte de algo que puede afectarte.\n\nSi tienes alguna pregunta, responde a este mensaje y te contestaremos personalmente.',
        phone: 'Te escribimos para informarte de algo que puede afectarte. Si tienes alguna pregunta, escríbenos.',
      },
      {
        email:
          'Hay algo que queremos que sepas por nosotros, con claridad y sin rodeos.\n\nPonte en contacto con nosotros si algo no queda claro.',
        phone: 'Hay algo que queremos que sepas directamente por nosotros. Ponte en contacto si algo no queda claro.',
      },
    ],
    restock: [
      {
        email:
          'Algo que faltó durante un tiempo ya está aquí de nuevo, y queríamos que lo supieras.\n\nÉchale un vistazo cuando te venga bien.',
        phone: 'Algo que faltó durante un tiempo ya está aquí de nuevo. Échale un vistazo cuando te venga bien.',
      },
      {
        email:
          'Quizá lo buscaste y no lo encontraste. Ha vuelto a nuestras estanterías.\n\nSi tienes alguna pregunta, responde a este mensaje.',
        phone: 'Quizá lo buscaste y no lo encontraste. Ha vuelto a nuestras estanterías: ven a verlo.',
      },
    ],
    referral: [
      {
        email:
          'Ya sabes lo que hacemos, y conoces a personas a las que también podría gustarles. Si piensas en alguien, háblale de nosotros.\n\nLa palabra de una amistad dice más que cualquier mensaje nuestro.',
        phone: 'Ya nos conoces, y quizá haya alguien a quien también podríamos gustarle. Háblale de nosotros.',
      },
      {
        email:
          'Hay cosas que se disfrutan más en compañía. Quizá quieras traer a alguien: una amiga, un vecino, una colega.\n\nNos alegrará darle la bienvenida.',
        phone: 'Hay cosas que se disfrutan más en compañía. Trae a quien quieras: nos alegrará darle la bienvenida.',
      },
    ],
    hello: [
      {
        email:
          'Nos hemos acordado de ti y queríamos saludarte.\n\nPásate cuando te venga bien y, si podemos hacer algo por ti, responde a este mensaje.',
        phone: 'Nos hemos acordado de ti y queríamos saludarte. Pásate cuando te venga bien.',
      },
      {
        email:
          'Solo unas líneas para que lo sepas: nuestra puerta está abierta para ti.\n\n¿Hay algo que quieras preguntarnos o contarnos? Nos alegra cada respuesta, y la lee una persona.',
        phone: 'Nuestra puerta está abierta para ti. ¿Quieres preguntarnos algo? Te contestamos con gusto.',
      },
    ],
  },
};
