//! The texts: one line for each language, side by side, so that who changes one sees the others.

use super::{Situation, Text};

const fn text(what: &'static str, advice: &'static str) -> Text {
    Text { what, advice }
}

/// Every situation. The first is that of a code which nobody knows.
#[rustfmt::skip]
pub const SITUATIONS: &[Situation] = &[
    Situation {
        codes: &[
            "config_invalid", "key_missing", "base_url_missing", "vault_moved", "environment_mismatch",
            "restore_unconfirmed", "provider_unknown", "provider_not_configured", "provider_config_rejected",
            "ambiguous_config", "user_id_required", "invalid_id", "invalid_request", "scope_not_allowed",
            "scope_unavailable", "provider_error", "tls_failed", "identify_failed", "origin_not_allowed", "not_found",
            "method_not_allowed", "too_large", "forked", "internal", "runtime_unsupported",
        ],
        texts: [
            text("The app cannot do this, and trying again will not help.", "Tell the people who run the app."),
            text("Die App kann das nicht, und ein neuer Versuch hilft nicht.", "Sagen Sie es den Betreibern der App."),
            text("L’app ne peut pas le faire, et réessayer ne servira à rien.", "Prévenez les responsables de l’app."),
            text("La app no puede hacerlo, y volver a intentarlo no servirá.", "Avise a los responsables de la app."),
        ],
    },
    Situation {
        codes: &["vault_unavailable", "vault_locked", "key_service_unavailable", "closed"],
        texts: [
            text("The app cannot do this at the moment.", "Try again in a few minutes."),
            text("Die App kann das im Moment nicht.", "Versuchen Sie es in einigen Minuten noch einmal."),
            text("L’app ne peut pas le faire pour le moment.", "Réessayez dans quelques minutes."),
            text("La app no puede hacerlo en este momento.", "Vuelva a intentarlo dentro de unos minutos."),
        ],
    },
    Situation {
        codes: &["key_mismatch"],
        texts: [
            text("What was connected cannot be read on this device.", "Start anew in the app, and connect your accounts again."),
            text("Was verbunden war, kann auf diesem Gerät nicht gelesen werden.", "Beginnen Sie in der App neu, und verbinden Sie Ihre Konten noch einmal."),
            text("Ce qui était connecté est illisible sur cet appareil.", "Recommencez dans l’app, et reconnectez vos comptes."),
            text("Lo que estaba conectado no se puede leer en este dispositivo.", "Empiece de nuevo en la app y vuelva a conectar sus cuentas."),
        ],
    },
    Situation {
        codes: &["vault_newer"],
        texts: [
            text("A newer version of the app has been used here.", "Update the app."),
            text("Hier wurde eine neuere Version der App benutzt.", "Aktualisieren Sie die App."),
            text("Une version plus récente de l’app a été utilisée ici.", "Mettez l’app à jour."),
            text("Aquí se ha usado una versión más reciente de la app.", "Actualice la app."),
        ],
    },
    Situation {
        codes: &["not_connected"],
        texts: [
            text("The account is not connected.", "Connect it."),
            text("Das Konto ist nicht verbunden.", "Verbinden Sie es."),
            text("Le compte n’est pas connecté.", "Connectez-le."),
            text("La cuenta no está conectada.", "Conéctela."),
        ],
    },
    Situation {
        codes: &["installation_not_found"],
        texts: [
            text("Your organisation is not connected.", "Ask an administrator to connect it."),
            text("Ihre Organisation ist nicht verbunden.", "Bitten Sie einen Administrator, sie zu verbinden."),
            text("Votre organisation n’est pas connectée.", "Demandez à un administrateur de la connecter."),
            text("Su organización no está conectada.", "Pida a un administrador que la conecte."),
        ],
    },
    Situation {
        codes: &["installation_pending"],
        texts: [
            text("Your organisation is connected, but this does not work yet.", "It can take a few minutes. Try again later."),
            text("Ihre Organisation ist verbunden, aber das geht noch nicht.", "Es kann einige Minuten dauern. Versuchen Sie es später noch einmal."),
            text("Votre organisation est connectée, mais cela ne fonctionne pas encore.", "Cela peut prendre quelques minutes. Réessayez plus tard."),
            text("Su organización está conectada, pero esto aún no funciona.", "Puede tardar unos minutos. Vuelva a intentarlo más tarde."),
        ],
    },
    Situation {
        codes: &["approval_required"],
        texts: [
            text("Only an administrator of your organisation can do this.", "Nothing was changed."),
            text("Das kann nur ein Administrator Ihrer Organisation.", "Es wurde nichts geändert."),
            text("Seul un administrateur de votre organisation peut le faire.", "Rien n’a été modifié."),
            text("Solo puede hacerlo un administrador de su organización.", "No se ha cambiado nada."),
        ],
    },
    Situation {
        codes: &["credential_rejected"],
        texts: [
            text("The other service does not accept this key.", "Check it, and enter it again."),
            text("Der andere Dienst nimmt diesen Schlüssel nicht an.", "Prüfen Sie ihn, und geben Sie ihn noch einmal ein."),
            text("L’autre service n’accepte pas cette clé.", "Vérifiez-la, et saisissez-la de nouveau."),
            text("El otro servicio no acepta esta clave.", "Compruébela e introdúzcala de nuevo."),
        ],
    },
    Situation {
        codes: &["reauth_required"],
        texts: [
            text("The connection to your account has ended.", "Sign in again."),
            text("Die Verbindung zu Ihrem Konto ist beendet.", "Melden Sie sich noch einmal an."),
            text("La connexion à votre compte a pris fin.", "Identifiez-vous de nouveau."),
            text("La conexión con su cuenta ha terminado.", "Vuelva a iniciar sesión."),
        ],
    },
    Situation {
        codes: &["scope_missing"],
        texts: [
            text("Something that the app needs was not allowed.", "Try again, and agree to everything that is asked."),
            text("Etwas, das die App braucht, wurde nicht erlaubt.", "Versuchen Sie es noch einmal, und stimmen Sie allem zu, was gefragt wird."),
            text("Une autorisation dont l’app a besoin n’a pas été donnée.", "Réessayez, et acceptez tout ce qui est demandé."),
            text("No se ha permitido algo que la app necesita.", "Vuelva a intentarlo y acepte todo lo que se le pida."),
        ],
    },
    Situation {
        codes: &["admin_consent_required"],
        texts: [
            text("An administrator of your organisation has to allow this first.", "Ask them, then try again."),
            text("Ein Administrator Ihrer Organisation muss das zuerst erlauben.", "Bitten Sie ihn darum, und versuchen Sie es dann noch einmal."),
            text("Un administrateur de votre organisation doit d’abord l’autoriser.", "Demandez-le-lui, puis réessayez."),
            text("Un administrador de su organización tiene que permitirlo antes.", "Pídaselo y vuelva a intentarlo."),
        ],
    },
    Situation {
        codes: &["provider_unavailable"],
        texts: [
            text("The other service does not answer as it should.", "Try again in a few minutes."),
            text("Der andere Dienst antwortet nicht, wie er soll.", "Versuchen Sie es in einigen Minuten noch einmal."),
            text("L’autre service ne répond pas comme il le devrait.", "Réessayez dans quelques minutes."),
            text("El otro servicio no responde como debería.", "Vuelva a intentarlo dentro de unos minutos."),
        ],
    },
    Situation {
        codes: &["rate_limited"],
        texts: [
            text("There were too many attempts.", "Try again in a few minutes."),
            text("Es waren zu viele Versuche.", "Versuchen Sie es in einigen Minuten noch einmal."),
            text("Il y a eu trop de tentatives.", "Réessayez dans quelques minutes."),
            text("Ha habido demasiados intentos.", "Vuelva a intentarlo dentro de unos minutos."),
        ],
    },
    Situation {
        codes: &["timeout"],
        texts: [
            text("This takes longer than usual.", "Try again."),
            text("Das dauert länger als sonst.", "Versuchen Sie es noch einmal."),
            text("Cela prend plus de temps que d’habitude.", "Réessayez."),
            text("Esto tarda más de lo normal.", "Vuelva a intentarlo."),
        ],
    },
    Situation {
        codes: &["state_invalid"],
        texts: [
            text("This sign-in is not known here, or it was finished before.", "Try again."),
            text("Diese Anmeldung ist hier nicht bekannt oder wurde schon abgeschlossen.", "Versuchen Sie es noch einmal."),
            text("Cette connexion est inconnue ici, ou elle a déjà abouti.", "Réessayez."),
            text("Este inicio de sesión no se conoce aquí o ya se completó.", "Vuelva a intentarlo."),
        ],
    },
    Situation {
        codes: &["session_expired"],
        texts: [
            text("This sign-in took too long and has expired.", "Try again."),
            text("Diese Anmeldung hat zu lange gedauert und ist abgelaufen.", "Versuchen Sie es noch einmal."),
            text("Cette connexion a duré trop longtemps et a expiré.", "Réessayez."),
            text("Este inicio de sesión tardó demasiado y ha caducado.", "Vuelva a intentarlo."),
        ],
    },
    Situation {
        codes: &["session_binding_mismatch"],
        texts: [
            text("This sign-in was started in another browser.", "Try again."),
            text("Diese Anmeldung wurde in einem anderen Browser begonnen.", "Versuchen Sie es noch einmal."),
            text("Cette connexion a été commencée dans un autre navigateur.", "Réessayez."),
            text("Este inicio de sesión se empezó en otro navegador.", "Vuelva a intentarlo."),
        ],
    },
    Situation {
        codes: &["cancelled"],
        texts: [
            text("The sign-in was closed before it was finished.", "You can try again."),
            text("Die Anmeldung wurde geschlossen, bevor sie fertig war.", "Sie können es noch einmal versuchen."),
            text("La connexion a été fermée avant d’avoir abouti.", "Vous pouvez réessayer."),
            text("El inicio de sesión se cerró antes de completarse.", "Puede volver a intentarlo."),
        ],
    },
    Situation {
        codes: &["access_denied"],
        texts: [
            text("Nothing was connected, because it was cancelled or not allowed.", "You can try again."),
            text("Es wurde nichts verbunden, weil es abgebrochen oder nicht erlaubt wurde.", "Sie können es noch einmal versuchen."),
            text("Rien n’a été connecté, car cela a été annulé ou refusé.", "Vous pouvez réessayer."),
            text("No se ha conectado nada, porque se canceló o no se permitió.", "Puede volver a intentarlo."),
        ],
    },
    Situation {
        codes: &["installation_claimed"],
        texts: [
            text("Your organisation is connected elsewhere already.", "Ask the people who run the app for help."),
            text("Ihre Organisation ist schon anderswo verbunden.", "Bitten Sie die Betreiber der App um Hilfe."),
            text("Votre organisation est déjà connectée ailleurs.", "Demandez de l’aide aux responsables de l’app."),
            text("Su organización ya está conectada en otro lugar.", "Pida ayuda a los responsables de la app."),
        ],
    },
    Situation {
        codes: &["account_mismatch"],
        texts: [
            text("You signed in with another account than expected.", "Try again, and choose the account that you used before."),
            text("Sie haben sich mit einem anderen Konto angemeldet als erwartet.", "Versuchen Sie es noch einmal, und wählen Sie das Konto von vorher."),
            text("Vous avez utilisé un autre compte que prévu.", "Réessayez, et choisissez le compte utilisé auparavant."),
            text("Ha usado una cuenta distinta de la esperada.", "Vuelva a intentarlo y elija la cuenta que usó antes."),
        ],
    },
    Situation {
        codes: &["account_type_unsupported"],
        texts: [
            text("This cannot be done with a personal account.", "Try again, and sign in with an account of your organisation."),
            text("Das geht nicht mit einem persönlichen Konto.", "Versuchen Sie es noch einmal mit einem Konto Ihrer Organisation."),
            text("C’est impossible avec un compte personnel.", "Réessayez avec un compte de votre organisation."),
            text("No se puede hacer con una cuenta personal.", "Vuelva a intentarlo con una cuenta de su organización."),
        ],
    },
    Situation {
        codes: &["identity_required"],
        texts: [
            text("Nobody is signed in to the application, so nothing was connected.", "Sign in to the application and try again."),
            text("In der Anwendung ist niemand angemeldet, darum wurde nichts verbunden.", "Melden Sie sich dort an, und versuchen Sie es noch einmal."),
            text("Personne n’est identifié dans l’application, donc rien n’a été connecté.", "Identifiez-vous dans l’application et réessayez."),
            text("Nadie ha iniciado sesión en la aplicación, así que no se ha conectado nada.", "Inicie sesión en la aplicación y vuelva a intentarlo."),
        ],
    },
    Situation {
        codes: &["identity_mismatch"],
        texts: [
            text("This sign-in was started by another user of the application.", "Sign in to the application as that user and try again."),
            text("Diese Anmeldung hat ein anderer Benutzer der Anwendung begonnen.", "Melden Sie sich dort als dieser Benutzer an, und versuchen Sie es noch einmal."),
            text("Cette connexion a été commencée par un autre utilisateur de l’application.", "Identifiez-vous avec cet utilisateur et réessayez."),
            text("Este inicio de sesión lo empezó otro usuario de la aplicación.", "Inicie sesión como ese usuario y vuelva a intentarlo."),
        ],
    },
    Situation {
        codes: &["forbidden"],
        texts: [
            text("You are not allowed to do this.", "Ask an administrator."),
            text("Sie dürfen das nicht.", "Fragen Sie einen Administrator."),
            text("Vous n’avez pas le droit de le faire.", "Demandez à un administrateur."),
            text("No tiene permiso para hacerlo.", "Pregunte a un administrador."),
        ],
    },
];
