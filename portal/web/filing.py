from flask import Blueprint

bp = Blueprint("filing", __name__)
