// Generated from bindings-common by `cargo xtask types`. Do not edit.

extension PersonText {
    /// The languages, in the order of the texts.
    static let languages = ["en", "de", "fr", "es"]

    /// What is said of a code that is not in the table.
    static let nothingHelps: [PersonText] = situations[0].texts

    static let situations: [Situation] = [
        Situation(
            codes: [
                "config_invalid", "key_missing", "base_url_missing", "vault_moved", "environment_mismatch", "restore_unconfirmed",
                "provider_unknown", "provider_not_configured", "provider_config_rejected", "ambiguous_config", "user_id_required",
                "invalid_id", "invalid_request", "scope_not_allowed", "scope_unavailable", "provider_error", "tls_failed",
                "identify_failed", "origin_not_allowed", "not_found", "method_not_allowed", "too_large", "forked", "internal",
                "runtime_unsupported",
            ],
            texts: [
                PersonText("The app cannot do this, and trying again will not help.", "Tell the people who run the app."),
                PersonText("Die App kann das nicht, und ein neuer Versuch hilft nicht.", "Sagen Sie es den Betreibern der App."),
                PersonText("L’app ne peut pas le faire, et réessayer ne servira à rien.", "Prévenez les responsables de l’app."),
                PersonText("La app no puede hacerlo, y volver a intentarlo no servirá.", "Avise a los responsables de la app."),
            ]),
        Situation(
            codes: [
                "vault_unavailable", "vault_locked", "key_service_unavailable", "closed",
            ],
            texts: [
                PersonText("The app cannot do this at the moment.", "Try again in a few minutes."),
                PersonText("Die App kann das im Moment nicht.", "Versuchen Sie es in einigen Minuten noch einmal."),
                PersonText("L’app ne peut pas le faire pour le moment.", "Réessayez dans quelques minutes."),
                PersonText("La app no puede hacerlo en este momento.", "Vuelva a intentarlo dentro de unos minutos."),
            ]),
        Situation(
            codes: [
                "key_mismatch",
            ],
            texts: [
                PersonText("What was connected cannot be read on this device.", "Start anew in the app, and connect your accounts again."),
                PersonText("Was verbunden war, kann auf diesem Gerät nicht gelesen werden.", "Beginnen Sie in der App neu, und verbinden Sie Ihre Konten noch einmal."),
                PersonText("Ce qui était connecté est illisible sur cet appareil.", "Recommencez dans l’app, et reconnectez vos comptes."),
                PersonText("Lo que estaba conectado no se puede leer en este dispositivo.", "Empiece de nuevo en la app y vuelva a conectar sus cuentas."),
            ]),
        Situation(
            codes: [
                "vault_newer",
            ],
            texts: [
                PersonText("A newer version of the app has been used here.", "Update the app."),
                PersonText("Hier wurde eine neuere Version der App benutzt.", "Aktualisieren Sie die App."),
                PersonText("Une version plus récente de l’app a été utilisée ici.", "Mettez l’app à jour."),
                PersonText("Aquí se ha usado una versión más reciente de la app.", "Actualice la app."),
            ]),
        Situation(
            codes: [
                "not_connected",
            ],
            texts: [
                PersonText("The account is not connected.", "Connect it."),
                PersonText("Das Konto ist nicht verbunden.", "Verbinden Sie es."),
                PersonText("Le compte n’est pas connecté.", "Connectez-le."),
                PersonText("La cuenta no está conectada.", "Conéctela."),
            ]),
        Situation(
            codes: [
                "installation_not_found",
            ],
            texts: [
                PersonText("Your organisation is not connected.", "Ask an administrator to connect it."),
                PersonText("Ihre Organisation ist nicht verbunden.", "Bitten Sie einen Administrator, sie zu verbinden."),
                PersonText("Votre organisation n’est pas connectée.", "Demandez à un administrateur de la connecter."),
                PersonText("Su organización no está conectada.", "Pida a un administrador que la conecte."),
            ]),
        Situation(
            codes: [
                "installation_pending",
            ],
            texts: [
                PersonText("Your organisation is connected, but this does not work yet.", "It can take a few minutes. Try again later."),
                PersonText("Ihre Organisation ist verbunden, aber das geht noch nicht.", "Es kann einige Minuten dauern. Versuchen Sie es später noch einmal."),
                PersonText("Votre organisation est connectée, mais cela ne fonctionne pas encore.", "Cela peut prendre quelques minutes. Réessayez plus tard."),
                PersonText("Su organización está conectada, pero esto aún no funciona.", "Puede tardar unos minutos. Vuelva a intentarlo más tarde."),
            ]),
        Situation(
            codes: [
                "approval_required",
            ],
            texts: [
                PersonText("Only an administrator of your organisation can do this.", "Nothing was changed."),
                PersonText("Das kann nur ein Administrator Ihrer Organisation.", "Es wurde nichts geändert."),
                PersonText("Seul un administrateur de votre organisation peut le faire.", "Rien n’a été modifié."),
                PersonText("Solo puede hacerlo un administrador de su organización.", "No se ha cambiado nada."),
            ]),
        Situation(
            codes: [
                "credential_rejected",
            ],
            texts: [
                PersonText("The other service does not accept this key.", "Check it, and enter it again."),
                PersonText("Der andere Dienst nimmt diesen Schlüssel nicht an.", "Prüfen Sie ihn, und geben Sie ihn noch einmal ein."),
                PersonText("L’autre service n’accepte pas cette clé.", "Vérifiez-la, et saisissez-la de nouveau."),
                PersonText("El otro servicio no acepta esta clave.", "Compruébela e introdúzcala de nuevo."),
            ]),
        Situation(
            codes: [
                "reauth_required",
            ],
            texts: [
                PersonText("The connection to your account has ended.", "Sign in again."),
                PersonText("Die Verbindung zu Ihrem Konto ist beendet.", "Melden Sie sich noch einmal an."),
                PersonText("La connexion à votre compte a pris fin.", "Identifiez-vous de nouveau."),
                PersonText("La conexión con su cuenta ha terminado.", "Vuelva a iniciar sesión."),
            ]),
        Situation(
            codes: [
                "scope_missing",
            ],
            texts: [
                PersonText("Something that the app needs was not allowed.", "Try again, and agree to everything that is asked."),
                PersonText("Etwas, das die App braucht, wurde nicht erlaubt.", "Versuchen Sie es noch einmal, und stimmen Sie allem zu, was gefragt wird."),
                PersonText("Une autorisation dont l’app a besoin n’a pas été donnée.", "Réessayez, et acceptez tout ce qui est demandé."),
                PersonText("No se ha permitido algo que la app necesita.", "Vuelva a intentarlo y acepte todo lo que se le pida."),
            ]),
        Situation(
            codes: [
                "admin_consent_required",
            ],
            texts: [
                PersonText("An administrator of your organisation has to allow this first.", "Ask them, then try again."),
                PersonText("Ein Administrator Ihrer Organisation muss das zuerst erlauben.", "Bitten Sie ihn darum, und versuchen Sie es dann noch einmal."),
                PersonText("Un administrateur de votre organisation doit d’abord l’autoriser.", "Demandez-le-lui, puis réessayez."),
                PersonText("Un administrador de su organización tiene que permitirlo antes.", "Pídaselo y vuelva a intentarlo."),
            ]),
        Situation(
            codes: [
                "provider_unavailable",
            ],
            texts: [
                PersonText("The other service does not answer as it should.", "Try again in a few minutes."),
                PersonText("Der andere Dienst antwortet nicht, wie er soll.", "Versuchen Sie es in einigen Minuten noch einmal."),
                PersonText("L’autre service ne répond pas comme il le devrait.", "Réessayez dans quelques minutes."),
                PersonText("El otro servicio no responde como debería.", "Vuelva a intentarlo dentro de unos minutos."),
            ]),
        Situation(
            codes: [
                "rate_limited",
            ],
            texts: [
                PersonText("There were too many attempts.", "Try again in a few minutes."),
                PersonText("Es waren zu viele Versuche.", "Versuchen Sie es in einigen Minuten noch einmal."),
                PersonText("Il y a eu trop de tentatives.", "Réessayez dans quelques minutes."),
                PersonText("Ha habido demasiados intentos.", "Vuelva a intentarlo dentro de unos minutos."),
            ]),
        Situation(
            codes: [
                "timeout",
            ],
            texts: [
                PersonText("This takes longer than usual.", "Try again."),
                PersonText("Das dauert länger als sonst.", "Versuchen Sie es noch einmal."),
                PersonText("Cela prend plus de temps que d’habitude.", "Réessayez."),
                PersonText("Esto tarda más de lo normal.", "Vuelva a intentarlo."),
            ]),
        Situation(
            codes: [
                "state_invalid",
            ],
            texts: [
                PersonText("This sign-in is not known here, or it was finished before.", "Try again."),
                PersonText("Diese Anmeldung ist hier nicht bekannt oder wurde schon abgeschlossen.", "Versuchen Sie es noch einmal."),
                PersonText("Cette connexion est inconnue ici, ou elle a déjà abouti.", "Réessayez."),
                PersonText("Este inicio de sesión no se conoce aquí o ya se completó.", "Vuelva a intentarlo."),
            ]),
        Situation(
            codes: [
                "session_expired",
            ],
            texts: [
                PersonText("This sign-in took too long and has expired.", "Try again."),
                PersonText("Diese Anmeldung hat zu lange gedauert und ist abgelaufen.", "Versuchen Sie es noch einmal."),
                PersonText("Cette connexion a duré trop longtemps et a expiré.", "Réessayez."),
                PersonText("Este inicio de sesión tardó demasiado y ha caducado.", "Vuelva a intentarlo."),
            ]),
        Situation(
            codes: [
                "session_binding_mismatch",
            ],
            texts: [
                PersonText("This sign-in was started in another browser.", "Try again."),
                PersonText("Diese Anmeldung wurde in einem anderen Browser begonnen.", "Versuchen Sie es noch einmal."),
                PersonText("Cette connexion a été commencée dans un autre navigateur.", "Réessayez."),
                PersonText("Este inicio de sesión se empezó en otro navegador.", "Vuelva a intentarlo."),
            ]),
        Situation(
            codes: [
                "cancelled",
            ],
            texts: [
                PersonText("The sign-in was closed before it was finished.", "You can try again."),
                PersonText("Die Anmeldung wurde geschlossen, bevor sie fertig war.", "Sie können es noch einmal versuchen."),
                PersonText("La connexion a été fermée avant d’avoir abouti.", "Vous pouvez réessayer."),
                PersonText("El inicio de sesión se cerró antes de completarse.", "Puede volver a intentarlo."),
            ]),
        Situation(
            codes: [
                "access_denied",
            ],
            texts: [
                PersonText("Nothing was connected, because it was cancelled or not allowed.", "You can try again."),
                PersonText("Es wurde nichts verbunden, weil es abgebrochen oder nicht erlaubt wurde.", "Sie können es noch einmal versuchen."),
                PersonText("Rien n’a été connecté, car cela a été annulé ou refusé.", "Vous pouvez réessayer."),
                PersonText("No se ha conectado nada, porque se canceló o no se permitió.", "Puede volver a intentarlo."),
            ]),
        Situation(
            codes: [
                "installation_claimed",
            ],
            texts: [
                PersonText("Your organisation is connected elsewhere already.", "Ask the people who run the app for help."),
                PersonText("Ihre Organisation ist schon anderswo verbunden.", "Bitten Sie die Betreiber der App um Hilfe."),
                PersonText("Votre organisation est déjà connectée ailleurs.", "Demandez de l’aide aux responsables de l’app."),
                PersonText("Su organización ya está conectada en otro lugar.", "Pida ayuda a los responsables de la app."),
            ]),
        Situation(
            codes: [
                "account_mismatch",
            ],
            texts: [
                PersonText("You signed in with another account than expected.", "Try again, and choose the account that you used before."),
                PersonText("Sie haben sich mit einem anderen Konto angemeldet als erwartet.", "Versuchen Sie es noch einmal, und wählen Sie das Konto von vorher."),
                PersonText("Vous avez utilisé un autre compte que prévu.", "Réessayez, et choisissez le compte utilisé auparavant."),
                PersonText("Ha usado una cuenta distinta de la esperada.", "Vuelva a intentarlo y elija la cuenta que usó antes."),
            ]),
        Situation(
            codes: [
                "account_type_unsupported",
            ],
            texts: [
                PersonText("This cannot be done with a personal account.", "Try again, and sign in with an account of your organisation."),
                PersonText("Das geht nicht mit einem persönlichen Konto.", "Versuchen Sie es noch einmal mit einem Konto Ihrer Organisation."),
                PersonText("C’est impossible avec un compte personnel.", "Réessayez avec un compte de votre organisation."),
                PersonText("No se puede hacer con una cuenta personal.", "Vuelva a intentarlo con una cuenta de su organización."),
            ]),
        Situation(
            codes: [
                "identity_required",
            ],
            texts: [
                PersonText("Nobody is signed in to the application, so nothing was connected.", "Sign in to the application and try again."),
                PersonText("In der Anwendung ist niemand angemeldet, darum wurde nichts verbunden.", "Melden Sie sich dort an, und versuchen Sie es noch einmal."),
                PersonText("Personne n’est identifié dans l’application, donc rien n’a été connecté.", "Identifiez-vous dans l’application et réessayez."),
                PersonText("Nadie ha iniciado sesión en la aplicación, así que no se ha conectado nada.", "Inicie sesión en la aplicación y vuelva a intentarlo."),
            ]),
        Situation(
            codes: [
                "identity_mismatch",
            ],
            texts: [
                PersonText("This sign-in was started by another user of the application.", "Sign in to the application as that user and try again."),
                PersonText("Diese Anmeldung hat ein anderer Benutzer der Anwendung begonnen.", "Melden Sie sich dort als dieser Benutzer an, und versuchen Sie es noch einmal."),
                PersonText("Cette connexion a été commencée par un autre utilisateur de l’application.", "Identifiez-vous avec cet utilisateur et réessayez."),
                PersonText("Este inicio de sesión lo empezó otro usuario de la aplicación.", "Inicie sesión como ese usuario y vuelva a intentarlo."),
            ]),
        Situation(
            codes: [
                "forbidden",
            ],
            texts: [
                PersonText("You are not allowed to do this.", "Ask an administrator."),
                PersonText("Sie dürfen das nicht.", "Fragen Sie einen Administrator."),
                PersonText("Vous n’avez pas le droit de le faire.", "Demandez à un administrateur."),
                PersonText("No tiene permiso para hacerlo.", "Pregunte a un administrador."),
            ]),
    ]
}
