// Code generated from catalogue/*/app_install.yaml; DO NOT EDIT.

package words

import (
	"context"
)

// AppInstallOpenStep says: Open Countersign from the home screen. It goes on there by itself.
func AppInstallOpenStep(ctx context.Context) string {
	return say(ctx, message{
		"Open Countersign from the home screen. It goes on there by itself.",
		"Öffnen Sie Countersign vom Startbildschirm. Dort geht es von selbst weiter.",
		"Ouvrez Countersign depuis l’écran d’accueil. La suite s’y fait toute seule.",
		"Abra Countersign desde la pantalla de inicio. Allí continúa solo.",
		"افتح Countersign من الشاشة الرئيسية. ويتابع هناك من تلقاء نفسه.",
	})
}

// AppInstallIphone says: Put Countersign on your home screen
func AppInstallIphone(ctx context.Context) string {
	return say(ctx, message{
		"Put Countersign on your home screen",
		"Legen Sie Countersign auf Ihren Startbildschirm",
		"Placez Countersign sur votre écran d’accueil",
		"Ponga Countersign en su pantalla de inicio",
		"ضع Countersign على شاشتك الرئيسية",
	})
}

// AppInstallIphoneWhy says: Only there may it show you requests and keep its key.
func AppInstallIphoneWhy(ctx context.Context) string {
	return say(ctx, message{
		"Only there may it show you requests and keep its key.",
		"Nur dort darf es Ihnen Anfragen zeigen und seinen Schlüssel behalten.",
		"Là seulement, il peut vous montrer les demandes et garder sa clé.",
		"Solo allí puede mostrarle solicitudes y guardar su clave.",
		"هناك فقط يستطيع أن يعرض لك الطلبات ويحفظ مفتاحه.",
	})
}

// AppInstallIphoneShare says: Press Share, below or above the page.
func AppInstallIphoneShare(ctx context.Context) string {
	return say(ctx, message{
		"Press Share, below or above the page.",
		"Drücken Sie auf „Teilen“, unter oder über der Seite.",
		"Touchez «\u00a0Partager\u00a0», sous la page ou au-dessus.",
		"Pulse «Compartir», debajo o encima de la página.",
		"اضغط «مشاركة»، أسفل الصفحة أو أعلاها.",
	})
}

// AppInstallIphoneAdd says: Choose “Add to Home Screen”, then “Add”.
func AppInstallIphoneAdd(ctx context.Context) string {
	return say(ctx, message{
		"Choose “Add to Home Screen”, then “Add”.",
		"Wählen Sie „Zum Home-Bildschirm“, dann „Hinzufügen“.",
		"Choisissez «\u00a0Sur l’écran d’accueil\u00a0», puis «\u00a0Ajouter\u00a0».",
		"Elija «Añadir a pantalla de inicio» y después «Añadir».",
		"اختر «إضافة إلى الشاشة الرئيسية» ثم «إضافة».",
	})
}

// AppInstallIphoneCode says: If it asks for a code there, type the ten characters that your sign-in page shows.
func AppInstallIphoneCode(ctx context.Context) string {
	return say(ctx, message{
		"If it asks for a code there, type the ten characters that your sign-in page shows.",
		"Fragt es dort nach einem Code, tippen Sie die zehn Zeichen ein, die Ihre Anmeldeseite zeigt.",
		"S’il y demande un code, saisissez les dix caractères affichés par votre page de connexion.",
		"Si allí le pide un código, escriba los diez caracteres que muestra su página de inicio de sesión.",
		"إن طلب منك رمزًا هناك، فاكتب الأحرف العشرة التي تعرضها صفحة تسجيل الدخول.",
	})
}

// AppInstallAndroid says: Install Countersign
func AppInstallAndroid(ctx context.Context) string {
	return say(ctx, message{
		"Install Countersign",
		"Countersign installieren",
		"Installer Countersign",
		"Instalar Countersign",
		"تثبيت Countersign",
	})
}

// AppInstallAndroidWhy says: An installed app gets its requests in time, and keeps its key.
func AppInstallAndroidWhy(ctx context.Context) string {
	return say(ctx, message{
		"An installed app gets its requests in time, and keeps its key.",
		"Eine installierte App bekommt ihre Anfragen rechtzeitig und behält ihren Schlüssel.",
		"Une application installée reçoit ses demandes à temps et garde sa clé.",
		"Una aplicación instalada recibe sus solicitudes a tiempo y guarda su clave.",
		"التطبيق المثبّت تصله طلباته في وقتها ويحفظ مفتاحه.",
	})
}

// AppInstallAndroidMenu says: Open your browser’s menu.
func AppInstallAndroidMenu(ctx context.Context) string {
	return say(ctx, message{
		"Open your browser’s menu.",
		"Öffnen Sie das Menü Ihres Browsers.",
		"Ouvrez le menu de votre navigateur.",
		"Abra el menú de su navegador.",
		"افتح قائمة متصفحك.",
	})
}

// AppInstallAndroidChoose says: Choose “Install app” or “Add to home screen”.
func AppInstallAndroidChoose(ctx context.Context) string {
	return say(ctx, message{
		"Choose “Install app” or “Add to home screen”.",
		"Wählen Sie „App installieren“ oder „Zum Startbildschirm hinzufügen“.",
		"Choisissez «\u00a0Installer l’application\u00a0» ou «\u00a0Ajouter à l’écran d’accueil\u00a0».",
		"Elija «Instalar aplicación» o «Añadir a pantalla de inicio».",
		"اختر «تثبيت التطبيق» أو «إضافة إلى الشاشة الرئيسية».",
	})
}

// AppInstallAndroidPress says: Press Install, and once more in your browser’s question.
func AppInstallAndroidPress(ctx context.Context) string {
	return say(ctx, message{
		"Press Install, and once more in your browser’s question.",
		"Drücken Sie auf „Installieren“, und noch einmal bei der Frage Ihres Browsers.",
		"Touchez «\u00a0Installer\u00a0», puis confirmez dans la question de votre navigateur.",
		"Pulse «Instalar» y otra vez en la pregunta de su navegador.",
		"اضغط «تثبيت»، ثم مرة أخرى في سؤال متصفحك.",
	})
}

// AppInstallInstall says: Install
func AppInstallInstall(ctx context.Context) string {
	return say(ctx, message{
		"Install",
		"Installieren",
		"Installer",
		"Instalar",
		"تثبيت",
	})
}

// AppInstallHere says: Go on in this browser
func AppInstallHere(ctx context.Context) string {
	return say(ctx, message{
		"Go on in this browser",
		"In diesem Browser weitermachen",
		"Continuer dans ce navigateur",
		"Continuar en este navegador",
		"المتابعة في هذا المتصفح",
	})
}

// AppInstallInstalled says: Open Countersign
func AppInstallInstalled(ctx context.Context) string {
	return say(ctx, message{
		"Open Countersign",
		"Countersign öffnen",
		"Ouvrez Countersign",
		"Abra Countersign",
		"افتح Countersign",
	})
}

// AppInstallInstalledWhy says: It is on your home screen now, and goes on there by itself.
func AppInstallInstalledWhy(ctx context.Context) string {
	return say(ctx, message{
		"It is on your home screen now, and goes on there by itself.",
		"Es liegt jetzt auf Ihrem Startbildschirm, und dort geht es von selbst weiter.",
		"Il est maintenant sur votre écran d’accueil, et la suite s’y fait toute seule.",
		"Ya está en su pantalla de inicio y allí continúa solo.",
		"هو الآن على شاشتك الرئيسية، ويتابع هناك من تلقاء نفسه.",
	})
}

// AppInstallInApp says: Open this page in your browser
func AppInstallInApp(ctx context.Context) string {
	return say(ctx, message{
		"Open this page in your browser",
		"Öffnen Sie diese Seite in Ihrem Browser",
		"Ouvrez cette page dans votre navigateur",
		"Abra esta página en su navegador",
		"افتح هذه الصفحة في متصفحك",
	})
}

// AppInstallInAppWhy says: You see it inside another app, which could read along and keeps no keys.
func AppInstallInAppWhy(ctx context.Context) string {
	return say(ctx, message{
		"You see it inside another app, which could read along and keeps no keys.",
		"Sie sehen sie in einer anderen App, die mitlesen könnte und keine Schlüssel behält.",
		"Vous la voyez dans une autre application, qui pourrait lire ce que vous faites et ne garde pas de clés.",
		"La está viendo dentro de otra aplicación, que podría leer lo que hace y no guarda claves.",
		"أنت تراها داخل تطبيق آخر قد يطّلع على ما تفعل ولا يحفظ المفاتيح.",
	})
}

// AppInstallInAppMenu says: Open the menu of this app.
func AppInstallInAppMenu(ctx context.Context) string {
	return say(ctx, message{
		"Open the menu of this app.",
		"Öffnen Sie das Menü dieser App.",
		"Ouvrez le menu de cette application.",
		"Abra el menú de esta aplicación.",
		"افتح قائمة هذا التطبيق.",
	})
}

// AppInstallInAppChoose says: Choose “Open in browser”, Safari or Chrome.
func AppInstallInAppChoose(ctx context.Context) string {
	return say(ctx, message{
		"Choose “Open in browser”, Safari or Chrome.",
		"Wählen Sie „Im Browser öffnen“, Safari oder Chrome.",
		"Choisissez «\u00a0Ouvrir dans le navigateur\u00a0», Safari ou Chrome.",
		"Elija «Abrir en el navegador», Safari o Chrome.",
		"اختر «فتح في المتصفح» أو Safari أو Chrome.",
	})
}

// AppInstallCopyLink says: Copy the link
func AppInstallCopyLink(ctx context.Context) string {
	return say(ctx, message{
		"Copy the link",
		"Link kopieren",
		"Copier le lien",
		"Copiar el enlace",
		"نسخ الرابط",
	})
}

// AppInstallCopied says: Copied
func AppInstallCopied(ctx context.Context) string {
	return say(ctx, message{
		"Copied",
		"Kopiert",
		"Copié",
		"Copiado",
		"نُسخ",
	})
}
