"""What is wrong with a file."""

from portal.errors.base import Conflict, NotFound, Refused
from portal.vocabulary import N_


class FileRefused(Refused):
    """A file that is not taken; the sentence says why."""


class FileEmpty(FileRefused):
    sentence = N_("Filen är tom. Välj en annan.")


class FileTooLarge(FileRefused):
    sentence = N_("Filen är för stor. Den får vara högst %(most)s MB.")


class FileTypeUnknown(FileRefused):
    sentence = N_(
        "Filen är varken PDF, PNG, JPEG eller Word (docx). Spara den som PDF och välj den igen."
    )


class FileBroken(FileRefused):
    sentence = N_("Filen är skadad och går inte att läsa. Spara den på nytt och välj den igen.")


class FileLocked(FileRefused):
    sentence = N_("Filen är låst med lösenord. Spara den utan lösenord och välj den igen.")


class FileHasCode(FileRefused):
    sentence = N_(
        "Filen innehåller makron, skript eller andra filer. Spara den som en vanlig PDF och välj "
        "den igen."
    )


class TooManyPixels(FileRefused):
    sentence = N_("Bilden har för många bildpunkter. Förminska den och välj den igen.")


class UnpacksTooLarge(FileRefused):
    sentence = N_("Filen blir för stor när den packas upp. Spara den som PDF och välj den igen.")


class FileHarmful(FileRefused):
    sentence = N_("Filen innehåller skadlig kod och togs inte emot. Prata med er it-avdelning.")


class TooManyFiles(FileRefused):
    sentence = N_("Det finns redan %(most)s bilagor. Ta bort en innan du lägger till en ny.")


class NoRoomForFiles(FileRefused):
    status = 503
    sentence = N_("Det går inte att ta emot filer just nu. Försök igen om en stund.")


class FileNotScanned(Conflict):
    sentence = N_("Filen är inte genomsökt efter skadlig kod än. Försök igen om en stund.")


class FileStopped(Conflict):
    sentence = N_("Filen innehöll skadlig kod och är borttagen.")


class FileGone(NotFound):
    sentence = N_("Filen går inte att läsa. Be skolan skicka den igen.")
